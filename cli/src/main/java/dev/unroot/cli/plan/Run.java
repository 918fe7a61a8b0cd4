package dev.unroot.cli.plan;

import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.Problem;
import dev.unroot.cli.manifest.WorkloadManifest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that came of one run.
 *
 * @param plans the plans in force
 * @param hasOwnPlan whether a plan was found; otherwise the default plan is in force
 * @param workloads those that a plan claims, by plan and name
 * @param unclaimed those that no plan claims
 * @param unhandled workloads that are not looked at: their apiVersion and kind, and how many
 * @param passedOver how many files hold patches of unroot, which are no workloads
 * @param notes what a person should know, though it is no error
 * @param problems what could not be used
 */
public record Run(
    List<PlanManifest> plans,
    boolean hasOwnPlan,
    List<PlannedWorkload> workloads,
    List<WorkloadManifest> unclaimed,
    Map<String, Integer> unhandled,
    int passedOver,
    List<String> notes,
    List<Problem> problems) {

  /** The workloads of each plan that has any. */
  public Map<PlanManifest, List<PlannedWorkload>> byPlan() {
    return workloads.stream().collect(Collectors.groupingBy(PlannedWorkload::plan));
  }

  /** How many workloads stand at {@code standing}. */
  public long count(Standing standing) {
    return workloads.stream().filter(workload -> workload.standing() == standing).count();
  }

  /** Whether every workload that was looked at meets its target, be it but for what is excepted. */
  public boolean nothingToDo() {
    return count(Standing.COMPLIANT) + count(Standing.EXCEPTED) == workloads.size();
  }
}
