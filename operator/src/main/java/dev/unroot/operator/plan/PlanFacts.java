package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.ceiling.Limit;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a plan's status is made from.
 *
 * @param mode that is carried out; nothing where an administrator allows none in its namespace
 * @param complete whether every workload was looked at, as far as the operator may see them
 * @param settled whether every migration has been carried as far as the mode can take it
 * @param paused whether the plan is paused
 * @param limits what the plan asks for and the administrator does not allow
 * @param missingPermissions what the operator would have to be allowed
 * @param claimedByOthers the workloads that another plan claimed first
 */
record PlanFacts(
    PlanCounts counts,
    Optional<Mode> mode,
    boolean complete,
    boolean settled,
    boolean paused,
    List<Limit> limits,
    List<String> missingPermissions,
    Collection<WorkloadId> claimedByOthers) {

  PlanFacts {
    limits = List.copyOf(limits);
    missingPermissions = List.copyOf(missingPermissions);
    claimedByOthers = List.copyOf(claimedByOthers);
  }

  /** Before anything was looked at. */
  static PlanFacts nothingYet(Mode mode, boolean paused) {
    return new PlanFacts(
        new PlanCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Optional.of(mode),
        false,
        false,
        paused,
        List.of(),
        List.of(),
        List.of());
  }
}
