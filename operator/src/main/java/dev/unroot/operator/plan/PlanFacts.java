package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.PlanCounts;
import java.util.List;

/**
 * What a plan's status is made from.
 *
 * @param complete whether every workload was looked at, as far as the operator may see them
 * @param settled whether every migration has been carried as far as the mode can take it
 * @param paused whether the plan is paused
 * @param missingPermissions what the operator would have to be allowed
 * @param claimedByOthers the workloads that another plan claimed first
 */
record PlanFacts(
    PlanCounts counts,
    boolean complete,
    boolean settled,
    boolean paused,
    List<String> missingPermissions,
    List<String> claimedByOthers) {

  PlanFacts {
    missingPermissions = List.copyOf(missingPermissions);
    claimedByOthers = List.copyOf(claimedByOthers);
  }
}
