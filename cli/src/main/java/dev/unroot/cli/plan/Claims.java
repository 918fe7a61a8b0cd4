package dev.unroot.cli.plan;

import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which plan claims which workload.
 *
 * @param claimed in the order of the files
 * @param unclaimed those that no plan claims
 * @param unhandled workloads that are not looked at: their apiVersion and kind, and how many
 * @param notes what a person should know, though it is no error
 */
record Claims(
    List<Claim> claimed,
    List<WorkloadManifest> unclaimed,
    Map<String, Integer> unhandled,
    List<String> notes) {

  /** A workload and the plan that claims it. */
  record Claim(WorkloadManifest workload, PlanManifest plan) {}

  /** {@code plan} claims every workload. */
  static Claims all(Inventory inventory, PlanManifest plan) {
    return new Claims(
        inventory.workloads().stream().map(workload -> new Claim(workload, plan)).toList(),
        List.of(),
        inventory.unhandled(),
        List.of());
  }

  /** The plans claim workloads of their own namespaces. */
  static Claims of(Inventory inventory) {
    Map<String, List<PlanManifest>> plans =
        inventory.plans().stream().collect(Collectors.groupingBy(PlanManifest::namespace));
    Claims claims =
        new Claims(new ArrayList<>(), new ArrayList<>(), inventory.unhandled(), new ArrayList<>());
    for (WorkloadManifest workload : inventory.workloads()) {
      WorkloadReference reference = workload.workload().reference();
      claims.add(workload, plans.getOrDefault(reference.namespace(), List.of()));
    }
    return claims;
  }

  private void add(WorkloadManifest workload, List<PlanManifest> plans) {
    List<PlanManifest> claiming = plans.stream().filter(plan -> claims(plan, workload)).toList();
    if (claiming.isEmpty()) {
      unclaimed.add(workload);
      return;
    }
    claimed.add(new Claim(workload, claiming.get(0)));
    if (claiming.size() > 1) {
      notes.add(
          workload.workload().reference()
              + " is claimed by the plans "
              + String.join(" and ", claiming.stream().map(PlanManifest::name).toList())
              + "; the first counts");
    }
  }

  private static boolean claims(PlanManifest plan, WorkloadManifest workload) {
    WorkloadReference reference = workload.workload().reference();
    return plan.spec()
        .claims(reference.kind().kind(), reference.name(), workload.workload().labels());
  }
}
