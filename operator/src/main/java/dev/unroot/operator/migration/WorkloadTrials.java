package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.LiveContainer;
import dev.unroot.operator.trial.TrialStage;
import dev.unroot.operator.trial.record.OwnPods;
import dev.unroot.operator.trial.record.TrialRetry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The trials of workloads as the inventory lists them now. */
final class WorkloadTrials {
  /** Asking costs an assessment; those that were never tried are told when a slot gets free. */
  private static final Duration SLOT_POLL = Duration.ofMinutes(1);

  private final TrialStage stage;
  private final Predicate<String> isComplete;
  private final TrialSlots slots;
  private final Clock clock;

  /**
   * @param slots that whoever is tried again takes one of
   * @param isComplete whether everything of a namespace is listed: before that, nobody knows what
   *     all pods of a workload run
   */
  WorkloadTrials(TrialStage stage, Predicate<String> isComplete, TrialSlots slots, Clock clock) {
    this.stage = stage;
    this.isComplete = isComplete;
    this.slots = slots;
    this.clock = clock;
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

  /**
   * For how long a trial that could not tell rests; nothing where it goes on, or came to another
   * verdict. Once its time has come, it goes on as soon as it gets a slot.
   */
  Optional<Duration> rest(WorkloadMigration migration, Optional<TrialStatus> trial) {
    Optional<Instant> again = trial.flatMap(TrialRetry::at);
    if (again.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (now.isBefore(again.get())) {
      return Optional.of(Duration.between(now, again.get()));
    }
    return TrialTurn.take(migration, slots) ? Optional.empty() : Optional.of(SLOT_POLL);
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
