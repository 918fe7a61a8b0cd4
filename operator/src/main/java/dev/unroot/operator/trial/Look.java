package dev.unroot.operator.trial;

import dev.unroot.engine.evidence.Observation;
import java.time.Duration;
import java.util.List;

/** What came of looking into a trial pod that runs. */
sealed interface Look {
  /** It has not run for long enough, or the observers are still at it. */
  record NotYet(Duration again) implements Look {}

  /** The observers saw each of its containers. */
  record Seen(List<Observation> observations) implements Look {}

  /** It ran for its soak time, and nobody could look into it. */
  record Blind(String why) implements Look {}

  /** The observers are there and do not answer: neither may the pod, or its node. */
  record Silent(String why) implements Look {}
}
