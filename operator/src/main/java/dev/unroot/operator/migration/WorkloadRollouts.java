package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.OnDelete;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.Unproved;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.eligibility.Ineligibility;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.register.MigrationReader;
import dev.unroot.operator.rollout.LiveWorkload;
import dev.unroot.operator.rollout.OpenWindow;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/** The rollouts of workloads as the inventory lists them now. */
final class WorkloadRollouts {
  private final RolloutStage stage;
  private final Clock clock;

  WorkloadRollouts(RolloutStage stage, Clock clock) {
    this.stage = stage;
    this.clock = clock;
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
    return rollout(migration).flatMap(rollout -> standing(rollout, listed, assessment));
  }

  private Optional<RolloutStatus> standing(
      RolloutStatus rollout, ListedWorkload listed, Assessment assessment) {
    RolloutStep step = rollout.step();
    if (step == null) {
      return Optional.empty();
    }
    String template = LiveWorkload.hash(listed.workload().template().object());
    Level level = assessment.proposal().levelBefore();
    boolean isBack = template.equals(rollout.before()) || isWeaker(level, rollout.level());
    return switch (step) {
      case Migrated ->
          Optional.of(isBack ? stage.regressed(rollout, live(listed), level.toString()) : rollout);
      case Regressed -> Optional.of(isBack ? rollout : stage.restored(rollout));
      case RolledBack, Refused -> Optional.of(rollout).filter(r -> template.equals(r.before()));
      case Conflict -> Optional.of(rollout);
      case Recorded, Following, Soaking, Reverting, Recovering -> Optional.empty();
    };
  }

  /** Who changed it is worth a look, and not worth a failure. */
  private Optional<LiveWorkload> live(ListedWorkload listed) {
    try {
      return stage.find(listed.id());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
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
    Optional<WorkloadKind> kind =
        listed.id().knownKind().filter(known -> isOurs(migration, listed, proof));
    if (kind.isPresent()
        && proof.filter(trial -> Lesson.isRefuted(trial, assessment.hash())).isPresent()) {
      return Optional.of(
          new Trouble(
              "TakenBackBefore",
              "the proposal that its trial proves again was rolled out and taken back before: "
                  + proof.map(TrialStatus::startedAnew).orElse(""),
              false));
    }
    return kind.flatMap(
            known ->
                RolloutStage.refusal(known, assessment.proposal(), migration.getSpec().apply()))
        .map(why -> new Trouble("DowntimeRefused", why, false));
  }

  private static boolean isOurs(
      WorkloadMigration migration, ListedWorkload listed, Optional<TrialStatus> proof) {
    return migration.getSpec().stage().applies()
        && (proof.filter(trial -> trial.verdict() == TrialVerdict.Verified).isPresent()
            || proof.isEmpty() && isExcused(migration, listed))
        && listed.ownership().owner().isEmpty()
        && listed.id().knownKind().filter(RolloutStage::rollsOut).isPresent();
  }

  /** Whether the plan asks for no proof of what no trial can prove. */
  private static boolean isExcused(WorkloadMigration migration, ListedWorkload listed) {
    return migration.getSpec().apply().unproved() == Unproved.Allowed
        && migration.getStatus() != null
        && migration.getStatus().phase() == MigrationPhase.Proposed
        && Ineligibility.of(listed, migration.getSpec().trial()).isPresent();
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
        && OpenWindow.isOpen(migration.getSpec().apply().windows(), clock.instant())
        && ceilings.allowance(Mode.Apply, namespace).mode().filter(Mode::applies).isPresent();
  }

  /** A workload as it is now; nothing where there is none any more. */
  Optional<LiveWorkload> find(ListedWorkload listed) {
    return stage.find(listed.id());
  }

  /**
   * What a change that stands comes to when nobody wants it any more; nothing where it stays, or
   * somebody changed its workload since.
   */
  Optional<RolloutStatus> withdrawn(WorkloadMigration migration, LiveWorkload live) {
    return migration.getSpec().apply().onDelete() == OnDelete.Revert
        ? rollout(migration)
            .flatMap(rollout -> stage.withdrawn(rollout, live, "its plan was deleted"))
        : Optional.empty();
  }

  /**
   * One step of a rollout; {@code live} must have been read before {@code migration} was, so that a
   * step that was decided on is refused where another operator has taken it meanwhile.
   *
   * @param assess what is proposed for a workload by all that is known of it
   */
  RolloutStage.Step advance(
      WorkloadMigration migration,
      ListedWorkload listed,
      LiveWorkload live,
      Function<ListedWorkload, Assessment> assess) {
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
      return stage.advance(open.get(), live, migration.getSpec().apply(), byLive);
    }
    String proved =
        migration.getStatus().proposal() == null ? "" : migration.getStatus().proposal().hash();
    return stage.begin(live, proved, migration.getSpec().apply(), byLive);
  }
}
