package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.status.EventRecorder.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is worth an event between two statuses of a migration. */
record MigrationNews(Kind kind, String reason, String action, String note) {

  /**
   * The news that {@code after} holds and {@code before} did not, in the order in which they
   * happened. What a first look finds is no news: it stands in the migration, and its plan tells
   * the sum.
   */
  static List<MigrationNews> between(
      @Nullable WorkloadMigrationStatus before, WorkloadMigrationStatus after) {
    List<MigrationNews> news = new ArrayList<>(attempts(before, after));
    MigrationPhase phase = after.phase();
    MigrationPhase was = before == null ? null : before.phase();
    if (phase != null && was != null && was != phase && isWorthTelling(was, phase)) {
      Kind kind =
          phase == MigrationPhase.Failed
                  || phase == MigrationPhase.Inconclusive
                  || phase == MigrationPhase.RollingBack
                  || phase == MigrationPhase.RolledBack
                  || phase == MigrationPhase.Regressed
              ? Kind.Warning
              : Kind.Normal;
      String note = after.message() == null ? "" : after.message();
      news.add(new MigrationNews(kind, phase.name(), "Migrate", note));
    }
    return news;
  }

  /**
   * What follows from the plan's mode alone is not: the plan tells it once, for all of its
   * workloads.
   */
  private static boolean isWorthTelling(MigrationPhase was, MigrationPhase phase) {
    return switch (phase) {
      case Verified,
          Failed,
          Inconclusive,
          Compliant,
          Excepted,
          RollingOut,
          Migrated,
          RollingBack,
          RolledBack,
          Regressed ->
          true;
      case Observed, Proposed, Blocked ->
          was == MigrationPhase.Compliant || was == MigrationPhase.Excepted;
      case Waiting, Trying -> false;
    };
  }

  private static List<MigrationNews> attempts(
      @Nullable WorkloadMigrationStatus before, WorkloadMigrationStatus after) {
    TrialStatus trial = after.trial();
    if (trial == null) {
      return List.of();
    }
    TrialStatus known = before == null ? null : before.trial();
    List<TrialAttempt> old =
        known != null && trial.key().equals(known.key()) && trial.round().equals(known.round())
            ? known.attempts()
            : List.of();
    List<MigrationNews> news = new ArrayList<>();
    for (TrialAttempt attempt : trial.attempts()) {
      boolean ended = attempt.outcome() != AttemptOutcome.Running;
      boolean told =
          old.stream()
              .anyMatch(o -> o.number() == attempt.number() && o.outcome() == attempt.outcome());
      if (ended && !told) {
        Kind kind = attempt.outcome() == AttemptOutcome.Healthy ? Kind.Normal : Kind.Warning;
        String note = "attempt " + attempt.number() + ": " + attempt.message();
        news.add(
            new MigrationNews(kind, attempt.role().name() + attempt.outcome().name(), "Try", note));
      }
    }
    return news;
  }
}
