package dev.unroot.operator.metrics;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.trial.record.TrialTimes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came to its end since the operator started: trials, their attempts, and rollouts. All series
 * are there from the start, at 0, so that the first end of a kind counts as an increase.
 */
public final class MigrationMetrics {
  /** From a trial that fails at once to a rollout that soaks for a day. */
  private static final Duration[] BUCKETS = {
    Duration.ofSeconds(30),
    Duration.ofMinutes(1),
    Duration.ofMinutes(3),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(2),
    Duration.ofHours(6),
    Duration.ofDays(1)
  };

  private static final Set<RolloutStep> ENDS =
      EnumSet.of(
          RolloutStep.Migrated, RolloutStep.RolledBack, RolloutStep.Refused, RolloutStep.Conflict);

  private final Map<TrialVerdict, Counter> trials = new EnumMap<>(TrialVerdict.class);
  private final Map<TrialVerdict, Timer> trialTimes = new EnumMap<>(TrialVerdict.class);
  private final Map<AttemptRole, Map<AttemptOutcome, Counter>> attempts =
      new EnumMap<>(AttemptRole.class);
  private final Map<RolloutStep, Counter> rollouts = new EnumMap<>(RolloutStep.class);
  private final Map<RolloutStep, Timer> rolloutTimes = new EnumMap<>(RolloutStep.class);

  /** Metrics that are served from {@code registry}. */
  public MigrationMetrics(MeterRegistry registry) {
    for (TrialVerdict verdict : TrialVerdict.values()) {
      trials.put(
          verdict,
          Counter.builder("unroot.trials")
              .description("Trials that came to a verdict")
              .tag("verdict", verdict.name())
              .register(registry));
      trialTimes.put(
          verdict,
          timer("unroot.trial.duration", "How long trials took, from the first pod to the last")
              .tag("verdict", verdict.name())
              .register(registry));
    }
    for (AttemptRole role : AttemptRole.values()) {
      Map<AttemptOutcome, Counter> ofRole = new EnumMap<>(AttemptOutcome.class);
      for (AttemptOutcome outcome : AttemptOutcome.values()) {
        if (outcome != AttemptOutcome.Running) {
          ofRole.put(
              outcome,
              Counter.builder("unroot.trial.attempts")
                  .description("Trial pods that came to an end")
                  .tag("role", role.name())
                  .tag("outcome", outcome.name())
                  .register(registry));
        }
      }
      attempts.put(role, ofRole);
    }
    for (RolloutStep step : ENDS) {
      rollouts.put(
          step,
          Counter.builder("unroot.rollouts")
              .description("Rollouts that came to an end")
              .tag("end", step.name())
              .register(registry));
      rolloutTimes.put(
          step,
          timer("unroot.rollout.duration", "How long rollouts took, soaking included")
              .tag("end", step.name())
              .register(registry));
    }
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }

  /** Counts what {@code after}, which was just written, tells and {@code before} did not. */
  public void count(@Nullable WorkloadMigrationStatus before, WorkloadMigrationStatus after) {
    countTrial(before == null ? null : before.trial(), after.trial());
    countRollout(before == null ? null : before.rollout(), after.rollout());
  }

  private void countTrial(@Nullable TrialStatus before, @Nullable TrialStatus after) {
    if (after == null) {
      return;
    }
    Optional<TrialStatus> known =
        Optional.ofNullable(before)
            .filter(
                was ->
                    Objects.equals(was.key(), after.key())
                        && Objects.equals(was.round(), after.round()));
    List<TrialAttempt> told = known.map(TrialStatus::attempts).orElse(List.of());
    after.attempts().stream()
        .filter(attempt -> told.stream().noneMatch(was -> isSame(was, attempt)))
        .flatMap(attempt -> counter(attempt).stream())
        .forEach(Counter::increment);
    if (known.filter(was -> was.verdict() == after.verdict()).isEmpty()) {
      find(trials, after.verdict()).ifPresent(Counter::increment);
      find(trialTimes, after.verdict())
          .ifPresent(timer -> TrialTimes.took(after).ifPresent(timer::record));
    }
  }

  private static boolean isSame(TrialAttempt one, TrialAttempt other) {
    return one.number() == other.number() && one.outcome() == other.outcome();
  }

  private Optional<Counter> counter(TrialAttempt attempt) {
    return find(attempts, attempt.role()).flatMap(ofRole -> find(ofRole, attempt.outcome()));
  }

  /** A rollout ends where it was open before; one that ended may be opened again. */
  private void countRollout(@Nullable RolloutStatus before, @Nullable RolloutStatus after) {
    boolean isTold =
        before != null
            && after != null
            && Objects.equals(before.startedAt(), after.startedAt())
            && !RolloutStage.isOpen(Optional.of(before));
    if (after == null || isTold) {
      return;
    }
    find(rollouts, after.step()).ifPresent(Counter::increment);
    find(rolloutTimes, after.step())
        .ifPresent(
            timer ->
                between(after.startedAt(), after.endedAt())
                    .filter(took -> !took.isNegative())
                    .ifPresent(timer::record));
  }

  /** Nothing for a word of a later release, which is read as null. */
  private static <K, V> Optional<V> find(Map<K, V> map, @Nullable K key) {
    return key == null ? Optional.empty() : Optional.ofNullable(map.get(key));
  }

  private static Optional<Duration> between(@Nullable String start, @Nullable String end) {
    if (start == null || end == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.between(Instant.parse(start), Instant.parse(end)));
    } catch (DateTimeParseException e) {
      return Optional.empty(); // somebody spoilt it
    }
  }
}
