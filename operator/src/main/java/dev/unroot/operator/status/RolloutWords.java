package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.document.PrintableText;

/** What is said of a rollout. */
final class RolloutWords {
  private static final int LONGEST = 500;

  private RolloutWords() {}

  /** Where a migration stands, by its rollout. */
  static MigrationPhase phase(RolloutStatus rollout) {
    RolloutStep step = rollout.step();
    if (step == null) {
      return MigrationPhase.Blocked; // a newer operator knows what it is
    }
    return switch (step) {
      case Recorded, Following, Soaking -> MigrationPhase.RollingOut;
      case Migrated -> MigrationPhase.Migrated;
      case Regressed -> MigrationPhase.Regressed;
      case Reverting, Recovering -> MigrationPhase.RollingBack;
      case RolledBack -> MigrationPhase.RolledBack;
      case Refused, Conflict -> MigrationPhase.Blocked;
    };
  }

  /** The same in one sentence. */
  static String message(RolloutStatus rollout) {
    RolloutStep step = rollout.step();
    String how = text(rollout);
    if (step == null) {
      return how;
    }
    return switch (step) {
      case Recorded, Following, Soaking -> "rolling out: " + how;
      case Migrated -> "migrated to " + rollout.level() + ": " + how;
      case Regressed -> how + ". Put it back, or delete this WorkloadMigration to begin anew";
      case Reverting, Recovering -> "taking the change back: " + how;
      case RolledBack -> "the change was taken back: " + how;
      case Refused ->
          "not rolled out: "
              + how
              + ". Once that is settled, delete this WorkloadMigration to begin anew";
      case Conflict ->
          how
              + ". Once the workload is as it should be, delete this WorkloadMigration to begin anew";
    };
  }

  private static String text(RolloutStatus rollout) {
    return PrintableText.line(rollout.message() == null ? "" : rollout.message());
  }

  /** The same rollout with a message that can be shown; what it has on record stays as it is. */
  static RolloutStatus bounded(RolloutStatus rollout) {
    String how = text(rollout);
    return rollout.at(
        rollout.step(), how.length() > LONGEST ? how.substring(0, LONGEST) + "..." : how);
  }
}
