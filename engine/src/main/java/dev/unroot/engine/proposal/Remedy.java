package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** One way of taking a privilege away, or of making up for one that was taken. */
interface Remedy {
  /** What the remedy does, in a sentence. */
  String plan();

  /**
   * The changes it makes to {@code template}, which carries those of the remedies before it. Empty
   * where there is nothing for it to do.
   *
   * @param original the template as it is, which tells what a container could do so far
   */
  List<Change> changes(
      PodTemplate original, PodTemplate template, Target target, Knowledge knowledge);
}
