package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;

/** Everything that one step of a trial goes by. */
public record TrialRun(
    WorkloadMigration migration, Workload workload, Target target, TrialStatus trial) {
  TrialRun with(TrialStatus other) {
    return new TrialRun(migration, workload, target, other);
  }
}
