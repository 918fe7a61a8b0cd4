package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialLessons;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.Assessment;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a rollout that was taken back teaches: production saw what no trial did.
 *
 * <p>The trial begins anew where that leads to another proposal, which is proved, agreed to and
 * rolled out like the first. It ends by itself: after {@link TrialLessons#MOST_TAKEN_BACK} rollouts
 * none teaches any more, and what was taken back once is not rolled out again.
 */
final class Lesson {
  private static final int MOST_SHOWN = 300;

  private Lesson() {}

  /**
   * The trial to be begun after {@code rollout}; nothing where there is nothing to be learned.
   *
   * @param proof the trial that proved what was rolled out
   * @param assess what is proposed for the workload by that trial and what pods failed on besides
   */
  static Optional<TrialStatus> of(
      RolloutStatus rollout,
      Optional<TrialStatus> proof,
      Function<List<Evidence>, Assessment> assess) {
    if (rollout.step() != RolloutStep.RolledBack || rollout.evidence().isEmpty()) {
      return Optional.empty();
    }
    return proof
        .filter(trial -> trial.verdict() == TrialVerdict.Verified)
        .filter(trial -> trial.learned().takenBack().size() < TrialLessons.MOST_TAKEN_BACK)
        .filter(trial -> isNews(trial, rollout, assess.apply(rollout.evidence()).hash()))
        .map(
            trial ->
                trial.taught(
                    trial.learned().with(rollout.proposal(), rollout.evidence()), why(rollout)));
  }

  private static boolean isNews(TrialStatus trial, RolloutStatus rollout, String proposal) {
    return !proposal.equals(rollout.proposal())
        && !isRefuted(trial, rollout.proposal())
        && !isRefuted(trial, proposal);
  }

  /** Whether {@code proposal} was rolled out and taken back before {@code trial}. */
  static boolean isRefuted(TrialStatus trial, String proposal) {
    return trial.learned().takenBack().contains(proposal);
  }

  private static String why(RolloutStatus rollout) {
    String message = String.valueOf(rollout.message());
    return "its rollout was taken back: "
        + (message.length() > MOST_SHOWN ? message.substring(0, MOST_SHOWN) + "..." : message);
  }
}
