package dev.unroot.cli.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the files hold.
 *
 * @param plans the plans that can be used
 * @param brokenPlans how many cannot
 * @param unhandled workloads that are not looked at: their apiVersion and kind, and how many
 * @param passedOver how many files hold patches of unroot, which are no workloads
 * @param configMaps the ConfigMaps, whose scripts workloads may run
 * @param problems everything that cannot be used, in the order of the files
 */
public record Inventory(
    List<PlanManifest> plans,
    int brokenPlans,
    List<WorkloadManifest> workloads,
    Map<String, Integer> unhandled,
    int passedOver,
    ConfigMaps configMaps,
    List<Problem> problems) {

  static final Inventory EMPTY = ofProblems(List.of());

  static Inventory ofPlan(PlanManifest plan) {
    return new Inventory(List.of(plan), 0, List.of(), Map.of(), 0, ConfigMaps.NONE, List.of());
  }

  static Inventory ofBrokenPlan(List<Problem> problems) {
    return new Inventory(List.of(), 1, List.of(), Map.of(), 0, ConfigMaps.NONE, problems);
  }

  static Inventory ofWorkload(WorkloadManifest workload) {
    return new Inventory(List.of(), 0, List.of(workload), Map.of(), 0, ConfigMaps.NONE, List.of());
  }

  static Inventory ofUnhandled(String kind) {
    return new Inventory(List.of(), 0, List.of(), Map.of(kind, 1), 0, ConfigMaps.NONE, List.of());
  }

  static Inventory ofConfigMaps(ConfigMaps configMaps) {
    return new Inventory(List.of(), 0, List.of(), Map.of(), 0, configMaps, List.of());
  }

  static Inventory ofPassedOver() {
    return new Inventory(List.of(), 0, List.of(), Map.of(), 1, ConfigMaps.NONE, List.of());
  }

  static Inventory ofProblems(List<Problem> problems) {
    return new Inventory(List.of(), 0, List.of(), Map.of(), 0, ConfigMaps.NONE, problems);
  }

  /** Everything that {@code parts} hold, in their order. */
  static Inventory together(List<Inventory> parts) {
    List<PlanManifest> plans = new ArrayList<>();
    List<WorkloadManifest> workloads = new ArrayList<>();
    Map<String, Integer> unhandled = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    int brokenPlans = 0;
    int passedOver = 0;
    for (Inventory part : parts) {
      plans.addAll(part.plans);
      workloads.addAll(part.workloads);
      part.unhandled.forEach((kind, number) -> unhandled.merge(kind, number, Integer::sum));
      problems.addAll(part.problems);
      brokenPlans += part.brokenPlans;
      passedOver += part.passedOver;
    }
    return new Inventory(
        plans,
        brokenPlans,
        workloads,
        unhandled,
        passedOver,
        ConfigMaps.together(parts.stream().map(Inventory::configMaps).toList()),
        problems);
  }
}
