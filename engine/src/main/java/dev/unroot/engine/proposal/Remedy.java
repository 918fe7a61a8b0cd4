package dev.unroot.engine.proposal;

import java.util.List;

/** One way of taking a privilege away, or of making up for one that was taken. */
interface Remedy {
  /** What the remedy does, in a sentence. */
  String plan();

  /** The changes it makes to the subject's template. Empty where there is nothing for it to do. */
  List<Change> changes(Subject subject);
}
