package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the times in the record of a trial come to. */
public final class TrialTimes {
  private TrialTimes() {}

  /**
   * How long {@code trial} took, from the start of its first attempt to the end of its last;
   * nothing where that has not ended, or where somebody spoilt the record.
   */
  public static Optional<Duration> took(TrialStatus trial) {
    List<TrialAttempt> attempts = trial.attempts();
    if (attempts.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> end = time(attempts.get(attempts.size() - 1).finishedAt());
    return time(attempts.get(0).startedAt())
        .flatMap(start -> end.map(ended -> Duration.between(start, ended)))
        .filter(took -> !took.isNegative());
  }

  /** Whether {@code trial} took as long as {@code spec} lets the trial of one workload take. */
  public static boolean hasUsedUp(TrialStatus trial, TrialSpec spec) {
    return took(trial).filter(took -> took.compareTo(spec.budgetDuration()) >= 0).isPresent();
  }

  static Optional<Instant> time(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody spoilt it
    }
  }
}
