package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.LiveContainer;
import dev.unroot.operator.trial.OwnPods;
import dev.unroot.operator.trial.TrialStage;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The trials of workloads as the inventory lists them now. */
final class WorkloadTrials {
  private final TrialStage stage;
  private final Predicate<String> isComplete;

  /**
   * @param isComplete whether everything of a namespace is listed: before that, nobody knows what
   *     all pods of a workload run
   */
  WorkloadTrials(TrialStage stage, Predicate<String> isComplete) {
    this.stage = stage;
    this.isComplete = isComplete;
  }

  /** One step of a trial; {@code migration} must be as the API server has it now. */
  TrialStage.Step advance(WorkloadMigration migration, ListedWorkload listed) {
    return stage.advance(migration, listed.workload(), target(migration), own(listed));
  }

  /** What was recorded of a workload as it is now, where anything was. */
  Optional<TrialStatus> recorded(WorkloadMigration migration, ListedWorkload listed) {
    return stage.recorded(migration, listed.workload(), target(migration), own(listed));
  }

  /** The verdict that was reached for a workload as it is now, where there is one. */
  Optional<TrialStatus> proof(WorkloadMigration migration, ListedWorkload listed) {
    return stage.proof(migration, listed.workload(), target(migration), own(listed));
  }

  /** The trial that is to be started anew, where the one before says nothing any more. */
  Optional<TrialStatus> outdated(WorkloadMigration migration, ListedWorkload listed) {
    return stage.outdated(migration, listed.workload(), target(migration), own(listed));
  }

  /** Ends every trial pod of {@code migration}. */
  void sweep(WorkloadMigration migration) {
    stage.sweep(migration);
  }

  private static Target target(WorkloadMigration migration) {
    return migration.getSpec().target().toTarget();
  }

  private OwnPods own(ListedWorkload listed) {
    return isComplete.test(listed.id().namespace())
        ? new OwnPods(
            listed.running().stream()
                .collect(
                    Collectors.toMap(
                        LiveContainer::name, LiveContainer::digests, (one, other) -> one)))
        : OwnPods.unknown();
  }
}
