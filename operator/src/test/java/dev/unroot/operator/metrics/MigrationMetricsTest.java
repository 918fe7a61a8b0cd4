package dev.unroot.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationMetricsTest {
  private static final String START = "2026-03-01T10:00:00Z";
  private static final String END = "2026-03-01T10:02:00Z";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MigrationMetrics metrics = new MigrationMetrics(registry);

  @Test
  void everySeriesIsThereBeforeAnythingEnds() {
    assertThat(served())
        .contains(
            "unroot_trials_total{verdict=\"Inconclusive\"} 0.0",
            "unroot_trial_attempts_total{outcome=\"Inconclusive\",role=\"Control\"} 0.0",
            "unroot_rollouts_total{end=\"Conflict\"} 0.0");
    assertThat(registry.scrape()).doesNotContain("outcome=\"Running\"");
  }

  @Test
  void aTrialThatEndsIsCountedOnceWithItsTime() {
    WorkloadMigrationStatus before = tried(null, attempt(0, AttemptOutcome.Running, null));
    WorkloadMigrationStatus after =
        tried(TrialVerdict.Failed, attempt(0, AttemptOutcome.Failed, END));

    metrics.count(before, after);
    metrics.count(after, after);

    assertThat(served())
        .contains(
            "unroot_trials_total{verdict=\"Failed\"} 1.0",
            "unroot_trials_total{verdict=\"Verified\"} 0.0",
            "unroot_trial_attempts_total{outcome=\"Failed\",role=\"Control\"} 1.0",
            "unroot_trial_duration_seconds_count{verdict=\"Failed\"} 1",
            "unroot_trial_duration_seconds_sum{verdict=\"Failed\"} 120.0",
            "unroot_trial_duration_seconds_bucket{verdict=\"Failed\",le=\"60.0\"} 0",
            "unroot_trial_duration_seconds_bucket{verdict=\"Failed\",le=\"180.0\"} 1");
  }

  @Test
  void whatWasToldBeforeARestartIsNotCountedAgain() {
    WorkloadMigrationStatus standing =
        tried(TrialVerdict.Verified, attempt(0, AttemptOutcome.Healthy, END));

    metrics.count(standing, standing);

    assertThat(served()).contains("unroot_trials_total{verdict=\"Verified\"} 0.0");
  }

  @Test
  void anotherRoundIsAnotherTrial() {
    TrialStatus first =
        trial(TrialVerdict.Inconclusive, attempt(0, AttemptOutcome.Inconclusive, END));
    TrialStatus again =
        first
            .again("it could not tell")
            .withAttempts(List.of(attempt(0, AttemptOutcome.Inconclusive, END)))
            .withVerdict(TrialVerdict.Inconclusive, null);

    metrics.count(null, status(first, null));
    metrics.count(status(first, null), status(again, null));

    assertThat(served())
        .contains(
            "unroot_trials_total{verdict=\"Inconclusive\"} 2.0",
            "unroot_trial_attempts_total{outcome=\"Inconclusive\",role=\"Control\"} 2.0");
  }

  @ParameterizedTest
  @EnumSource(names = {"Migrated", "RolledBack", "Refused", "Conflict"})
  void aRolloutThatEndsIsCountedOnceWithItsTime(RolloutStep end) {
    WorkloadMigrationStatus before = status(null, rollout(RolloutStep.Soaking, null));
    WorkloadMigrationStatus after = status(null, rollout(end, END));

    metrics.count(before, after);
    metrics.count(after, after);

    assertThat(served())
        .contains(
            "unroot_rollouts_total{end=\"" + end + "\"} 1.0",
            "unroot_rollout_duration_seconds_count{end=\"" + end + "\"} 1",
            "unroot_rollout_duration_seconds_sum{end=\"" + end + "\"} 120.0");
  }

  @Test
  void aRolloutThatGoesOnIsNotCounted() {
    metrics.count(
        status(null, rollout(RolloutStep.Following, null)),
        status(null, rollout(RolloutStep.Soaking, null)));

    assertThat(served()).noneMatch(line -> line.startsWith("unroot_rollouts_total") && !zero(line));
  }

  @Test
  void oneThatIsTakenBackLaterHasTwoEnds() {
    WorkloadMigrationStatus migrated = status(null, rollout(RolloutStep.Migrated, END));
    WorkloadMigrationStatus reverting = status(null, rollout(RolloutStep.Reverting, null));
    WorkloadMigrationStatus back = status(null, rollout(RolloutStep.RolledBack, END));

    metrics.count(null, migrated);
    metrics.count(migrated, reverting);
    metrics.count(reverting, back);

    assertThat(served())
        .contains(
            "unroot_rollouts_total{end=\"Migrated\"} 1.0",
            "unroot_rollouts_total{end=\"RolledBack\"} 1.0");
  }

  @Test
  void anEndThatIsToldInOtherWordsIsNoOtherEnd() {
    metrics.count(
        status(null, rollout(RolloutStep.Conflict, END)),
        status(null, rollout(RolloutStep.Migrated, END)));

    assertThat(served()).contains("unroot_rollouts_total{end=\"Migrated\"} 0.0");
  }

  @Test
  void timesThatSomebodySpoiltAreLeftOut() {
    metrics.count(null, status(null, rollout(RolloutStep.Migrated, "soon")));

    assertThat(served())
        .contains(
            "unroot_rollouts_total{end=\"Migrated\"} 1.0",
            "unroot_rollout_duration_seconds_count{end=\"Migrated\"} 0");
  }

  @Test
  void wordsOfALaterReleaseAreNoTrouble() {
    metrics.count(
        null,
        status(
            trial(null, new TrialAttempt(0, null, "p", null, "", null, null, null, START, END)),
            rollout(null, END)));

    assertThat(served()).noneMatch(line -> line.contains("_total{") && !zero(line));
  }

  private static boolean zero(String line) {
    return line.endsWith(" 0.0");
  }

  private List<String> served() {
    return registry.scrape().lines().toList();
  }

  private static WorkloadMigrationStatus tried(TrialVerdict verdict, TrialAttempt... attempts) {
    return status(trial(verdict, attempts), null);
  }

  private static TrialStatus trial(TrialVerdict verdict, TrialAttempt... attempts) {
    return new TrialStatus("key", verdict, Arrays.asList(attempts));
  }

  private static TrialAttempt attempt(int number, AttemptOutcome outcome, String end) {
    return new TrialAttempt(
        number, AttemptRole.Control, "pod", outcome, "", null, null, null, START, end);
  }

  private static RolloutStatus rollout(RolloutStep step, String end) {
    return new RolloutStatus(
        step,
        "hash",
        "uid",
        "a",
        "b",
        "restricted",
        "[]",
        "[]",
        1,
        null,
        List.of(),
        START,
        START,
        START,
        end,
        "",
        List.of());
  }

  private static WorkloadMigrationStatus status(TrialStatus trial, RolloutStatus rollout) {
    return new WorkloadMigrationStatus(
            1L,
            MigrationPhase.Trying,
            null,
            null,
            null,
            "the message",
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            trial,
            List.of())
        .withRollout(rollout);
  }
}
