package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.apiserver.ApiServerFailure;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Trouble of the infrastructure in a status: everything that was known stays, and {@code
 * Reconciling} says what is the matter.
 */
public final class Setback {
  private Setback() {}

  /** The status of {@code plan} with the trouble in it. */
  public static MigrationPlanStatus in(MigrationPlan plan, Exception failure, Clock clock) {
    MigrationPlanStatus before = plan.getStatus();
    if (before == null) {
      before = new MigrationPlanStatus(null, null, null, null, List.of());
    }
    return new MigrationPlanStatus(
        before.observedGeneration(),
        before.phase(),
        before.progress(),
        before.counts(),
        before.exceptions(),
        before.guardrail(),
        conditions(before.conditions(), plan.getMetadata().getGeneration(), failure, clock));
  }

  /** The status of {@code migration} with the trouble in it. */
  public static WorkloadMigrationStatus in(
      WorkloadMigration migration, Exception failure, Clock clock) {
    WorkloadMigrationStatus before = migration.getStatus();
    if (before == null) {
      before =
          new WorkloadMigrationStatus(
              null, null, null, null, null, null, null, null, List.of(), List.of(), List.of(),
              List.of(), null, null, List.of());
    }
    return new WorkloadMigrationStatus(
        before.observedGeneration(),
        before.phase(),
        before.level(),
        before.root(),
        before.privileged(),
        before.message(),
        before.owner(),
        before.delivery(),
        before.regressionRisks(),
        before.running(),
        before.findings(),
        before.reasons(),
        before.proposal(),
        before.trial(),
        before.rollout(),
        before.exceptions(),
        conditions(before.conditions(), migration.getMetadata().getGeneration(), failure, clock));
  }

  private static List<Condition> conditions(
      List<Condition> before, Long generation, Exception failure, Clock clock) {
    List<Condition> kept = new ArrayList<>(before);
    kept.removeIf(
        c -> Conditions.RECONCILING.equals(c.getType()) || Conditions.READY.equals(c.getType()));
    String message = ApiServerFailure.describe(failure);
    kept.addAll(
        new Conditions(before, generation, clock)
            .with(Conditions.READY, false, "Retrying", message)
            .with(Conditions.RECONCILING, true, "Retrying", message)
            .list());
    return kept;
  }
}
