package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadInventory;
import dev.unroot.operator.rollout.LiveWorkload;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.status.MigrationStatusFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;

/**
 * Carries the rollout of a migration on, by what the API server has now, and holds the migration
 * until its record is not needed any more.
 */
final class RolloutWork {
  private static final Duration SOON = Duration.ofMillis(300);

  private final KubernetesClient client;
  private final WorkloadInventory inventory;
  private final WorkloadRollouts rollouts;
  private final WorkloadTrials trials;
  private final WorkloadAssessments assessments;
  private final RolloutHold hold;
  private final MigrationStatusFactory statuses;
  private final StatusWriter writer;

  RolloutWork(
      KubernetesClient client,
      WorkloadInventory inventory,
      WorkloadRollouts rollouts,
      WorkloadTrials trials,
      WorkloadAssessments assessments,
      MigrationStatusFactory statuses,
      StatusWriter writer) {
    this.client = client;
    this.inventory = inventory;
    this.rollouts = rollouts;
    this.trials = trials;
    this.assessments = assessments;
    this.hold = new RolloutHold(client);
    this.statuses = statuses;
    this.writer = writer;
  }

  /** Decides on the migration and its workload as the API server has them. */
  UpdateControl<WorkloadMigration> carryOn(
      WorkloadMigration cached, ListedWorkload workload, Context<WorkloadMigration> context) {
    Optional<LiveWorkload> live = rollouts.find(workload);
    WorkloadMigration migration = client.resource(cached).get();
    if (migration == null) {
      return UpdateControl.noUpdate();
    }
    boolean isDeleted = migration.getMetadata().getDeletionTimestamp() != null;
    if (isDeleted && !RolloutHold.isHeld(migration)) {
      return UpdateControl.noUpdate();
    }
    if (!rollouts.isOpen(migration)
        && !WorkloadRollouts.rollout(migration).equals(WorkloadRollouts.rollout(cached))) {
      return soon(); // it came to its end since: none is to be begun by what a cache remembers
    }
    if (!RolloutHold.isHeld(migration)) {
      hold.hold(migration);
      return soon();
    }
    if (live.isEmpty()) {
      return isDeleted ? release(migration) : soon();
    }
    Optional<TrialStatus> recorded =
        Optional.ofNullable(migration.getStatus()).map(WorkloadMigrationStatus::trial);
    RolloutStage.Step step =
        rollouts.advance(
            migration, workload, live.get(), now -> assessments.of(migration, now, recorded));
    Optional<TrialStatus> proof = trials.proof(migration, workload);
    WorkloadMigrationStatus status =
        step.rollout()
            .map(rollout -> rolledOut(migration, workload, proof, rollout))
            .orElseGet(
                () ->
                    statuses.status(
                        migration,
                        workload,
                        assessments.of(migration, workload, proof),
                        proof,
                        Optional.empty()));
    UpdateControl<WorkloadMigration> control = writer.write(migration, status, context);
    Optional<Duration> recheck =
        step.recheck().isEmpty() && isDeleted ? Optional.of(SOON) : step.recheck();
    recheck
        .filter(time -> control.getScheduleDelay().isEmpty())
        .ifPresent(control::rescheduleAfter);
    return control;
  }

  /** Holds the migration while it has to be, and no longer. */
  UpdateControl<WorkloadMigration> renewHold(WorkloadMigration cached) {
    WorkloadMigration migration = client.resource(cached).get();
    if (migration == null || migration.getMetadata().getDeletionTimestamp() != null) {
      return UpdateControl.noUpdate(); // which is an event of its own
    }
    if (!RolloutHold.isHeld(migration) && RolloutHold.isNeeded(migration)) {
      hold.hold(migration);
    } else if (RolloutHold.isHeld(migration) && !RolloutHold.isNeeded(migration)) {
      hold.release(migration);
    }
    return soon();
  }

  private WorkloadMigrationStatus rolledOut(
      WorkloadMigration migration,
      ListedWorkload workload,
      Optional<TrialStatus> proof,
      RolloutStatus rollout) {
    return statuses.rolledOut(
        migration, workload, assessments.of(migration, workload, proof), rollout, Optional.empty());
  }

  /**
   * What is left to do for a migration that is being deleted: a rollout is carried to its end, and
   * what was migrated is put back where that was asked for.
   */
  UpdateControl<WorkloadMigration> leave(
      WorkloadMigration cached, Context<WorkloadMigration> context) {
    if (!RolloutHold.isHeld(cached)) {
      return UpdateControl.noUpdate();
    }
    Optional<ListedWorkload> workload = inventory.find(MigrationReconciler.id(cached));
    if (workload.isEmpty() && !inventory.isComplete(cached.getMetadata().getNamespace())) {
      return UpdateControl.<WorkloadMigration>noUpdate()
          .rescheduleAfter(MigrationReconciler.INVENTORY_POLL);
    }
    if (workload.isPresent() && rollouts.isOpen(cached)) {
      return carryOn(cached, workload.get(), context);
    }
    Optional<LiveWorkload> live = workload.flatMap(rollouts::find);
    WorkloadMigration migration = client.resource(cached).get();
    if (migration == null) {
      return UpdateControl.noUpdate();
    }
    Optional<RolloutStatus> withdrawn = live.flatMap(now -> rollouts.withdrawn(migration, now));
    if (withdrawn.isEmpty() || workload.isEmpty()) {
      return rollouts.isOpen(migration) && live.isPresent() ? soon() : release(migration);
    }
    Optional<TrialStatus> proof = trials.proof(migration, workload.get());
    UpdateControl<WorkloadMigration> control =
        writer.write(
            migration, rolledOut(migration, workload.get(), proof, withdrawn.get()), context);
    return control.rescheduleAfter(SOON);
  }

  private UpdateControl<WorkloadMigration> release(WorkloadMigration migration) {
    hold.release(migration);
    return soon();
  }

  private static UpdateControl<WorkloadMigration> soon() {
    return UpdateControl.<WorkloadMigration>noUpdate().rescheduleAfter(SOON);
  }
}
