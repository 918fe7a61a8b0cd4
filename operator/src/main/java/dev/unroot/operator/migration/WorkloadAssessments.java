package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.trial.record.TrialRecords;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** What the engine says of the workload of a migration, by all that is known of it. */
final class WorkloadAssessments {
  private final WorkloadKnowledge base;
  private final Clock clock;

  WorkloadAssessments(WorkloadKnowledge base, Clock clock) {
    this.base = base;
    this.clock = clock;
  }

  /**
   * By what a trial taught, where there is one: it saw more than running pods tell, and what it
   * proved must not change with who happens to run.
   */
  Assessment of(WorkloadMigration migration, ListedWorkload workload, Optional<TrialStatus> trial) {
    return of(migration, workload, knowledge(migration, workload, trial));
  }

  /** The same, by what pods failed on besides. */
  Assessment heeding(
      WorkloadMigration migration,
      ListedWorkload workload,
      Optional<TrialStatus> trial,
      List<Evidence> evidence) {
    Knowledge known = knowledge(migration, workload, trial);
    return of(migration, workload, known.withFailures(TrialRecords.failures(evidence)));
  }

  /** What people agreed to leave as it is, today. */
  AgreedExceptions exceptions(WorkloadMigration migration) {
    return AgreedExceptions.of(migration.getSpec().exceptions(), clock);
  }

  private Assessment of(WorkloadMigration migration, ListedWorkload workload, Knowledge knowledge) {
    return Assessment.of(
        workload.workload(), target(migration), knowledge, exceptions(migration).exemptions());
  }

  private Knowledge knowledge(
      WorkloadMigration migration, ListedWorkload workload, Optional<TrialStatus> trial) {
    Knowledge known = base.of(workload.workload());
    return trial
        .filter(t -> !t.attempts().isEmpty())
        .map(
            t ->
                TrialRecords.knowledge(workload.workload().template(), target(migration), known, t))
        .orElseGet(() -> known.withStartedAs(workload.startedAs()));
  }

  private static Target target(WorkloadMigration migration) {
    return migration.getSpec().target().toTarget();
  }
}
