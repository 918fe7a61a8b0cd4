package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a trial that could not tell is tried again: what was in the way, such as a quota or an image
 * that could not be pulled, may be gone. It is after 5 minutes, then 10, and so on up to 6 hours,
 * counted from the end of its last attempt: both are in the status, so that a restart of the
 * operator neither loses nor repeats a round.
 */
public final class TrialRetry {
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(6);

  /** From then on it is the longest pause anyway. */
  private static final int MOST_DOUBLINGS = 7;

  private TrialRetry() {}

  /** When {@code trial} is tried again; nothing where it is not. */
  public static Optional<Instant> at(TrialStatus trial) {
    if (trial.verdict() != TrialVerdict.Inconclusive) {
      return Optional.empty();
    }
    return trial.attempts().stream()
        .reduce((before, after) -> after)
        .flatMap(
            last -> TrialTimes.time(last.finishedAt()).or(() -> TrialTimes.time(last.startedAt())))
        .map(ended -> ended.plus(pause(trial.retries())));
  }

  private static Duration pause(int retries) {
    Duration pause = FIRST.multipliedBy(1L << Math.min(retries, MOST_DOUBLINGS));
    return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
  }

  /** {@code trial}, or the next round of it where its time has come. */
  public static TrialStatus begun(TrialStatus trial, Instant now) {
    return at(trial).filter(time -> !now.isBefore(time)).isPresent()
        ? trial.again("the round before could not tell: " + lastWords(trial))
        : trial;
  }

  private static String lastWords(TrialStatus trial) {
    return trial.attempts().stream()
        .reduce((before, after) -> after)
        .map(TrialAttempt::message)
        .orElse("");
  }
}
