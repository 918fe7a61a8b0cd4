package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.register.MigrationReader;
import dev.unroot.operator.rollout.LiveWorkload;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import java.util.Optional;
import java.util.function.Function;

/** The rollouts of workloads as the inventory lists them now. */
final class WorkloadRollouts {
  private final RolloutStage stage;

  WorkloadRollouts(RolloutStage stage) {
    this.stage = stage;
  }

  /** Whether a rollout was begun that has to come to its end. */
  boolean isOpen(WorkloadMigration migration) {
    return RolloutStage.isOpen(rollout(migration));
  }

  /** The rollout that its status tells of. */
  static Optional<RolloutStatus> rollout(WorkloadMigration migration) {
    return Optional.ofNullable(migration.getStatus())
        .flatMap(status -> Optional.ofNullable(status.rollout()));
  }

  /** A rollout that came to its end and still tells how its workload stands. */
  Optional<RolloutStatus> standing(
      WorkloadMigration migration, ListedWorkload listed, Assessment assessment) {
    return rollout(migration).filter(rollout -> stands(rollout, listed, assessment));
  }

  private static boolean stands(
      RolloutStatus rollout, ListedWorkload listed, Assessment assessment) {
    RolloutStep step = rollout.step();
    if (step == null) {
      return false;
    }
    return switch (step) {
      case Migrated -> !isWeaker(assessment.proposal().levelBefore(), rollout.level());
      case RolledBack, Refused ->
          LiveWorkload.hash(listed.workload().template().object()).equals(rollout.before());
      case Conflict -> true;
      case Recorded, Following, Soaking, Reverting, Recovering -> false;
    };
  }

  private static boolean isWeaker(Level now, String recorded) {
    for (Level level : Level.values()) {
      if (level.toString().equals(recorded)) {
        return now.compareTo(level) < 0;
      }
    }
    return true;
  }

  /**
   * Why the proposal that is proved is not rolled out, whoever's turn it is; nothing where it is.
   */
  Optional<Trouble> refusal(
      WorkloadMigration migration,
      ListedWorkload listed,
      Assessment assessment,
      Optional<TrialStatus> proof) {
    return listed
        .id()
        .knownKind()
        .filter(kind -> isOurs(migration, listed, proof))
        .flatMap(
            kind -> RolloutStage.refusal(kind, assessment.proposal(), migration.getSpec().apply()))
        .map(why -> new Trouble("DowntimeRefused", why, false));
  }

  private static boolean isOurs(
      WorkloadMigration migration, ListedWorkload listed, Optional<TrialStatus> proof) {
    return migration.getSpec().stage().applies()
        && proof.filter(trial -> trial.verdict() == TrialVerdict.Verified).isPresent()
        && listed.ownership().owner().isEmpty()
        && listed.id().knownKind().filter(RolloutStage::rollsOut).isPresent();
  }

  /** Whether the proposal that is proved is to be rolled out now. */
  boolean mayBegin(
      WorkloadMigration migration,
      ListedWorkload listed,
      Optional<TrialStatus> proof,
      Ceilings ceilings) {
    String namespace = migration.getMetadata().getNamespace();
    return isOurs(migration, listed, proof)
        && migration.getSpec().rollOut()
        && MigrationReader.isApproved(migration)
        && ceilings.allowance(Mode.Apply, namespace).mode().filter(Mode::applies).isPresent();
  }

  /**
   * One step of a rollout; {@code migration} must be as the API server has it now.
   *
   * @param assess what is proposed for a workload by all that is known of it
   */
  RolloutStage.Step advance(
      WorkloadMigration migration,
      ListedWorkload listed,
      Function<ListedWorkload, Assessment> assess) {
    Optional<LiveWorkload> live = stage.find(listed.id());
    if (live.isEmpty()) {
      return RolloutStage.gone();
    }
    Function<LiveWorkload, Assessment> byLive =
        now ->
            assess.apply(
                new ListedWorkload(
                    listed.id(),
                    now.workload(),
                    listed.ownership(),
                    listed.running(),
                    listed.startedAs(),
                    listed.revision()));
    Optional<RolloutStatus> open =
        rollout(migration).filter(r -> RolloutStage.isOpen(Optional.of(r)));
    if (open.isPresent()) {
      return stage.advance(open.get(), live.get(), migration.getSpec().apply(), byLive);
    }
    String proved =
        migration.getStatus().proposal() == null ? "" : migration.getStatus().proposal().hash();
    return stage.begin(live.get(), proved, migration.getSpec().apply(), byLive);
  }
}
