package dev.unroot.cli.manifest;

import java.util.List;
import java.util.Map;

/**
 * What the files hold.
 *
 * @param plans the plans that can be used
 * @param brokenPlans how many cannot
 * @param unhandled kinds of workloads that are not looked at yet, and how many of each
 * @param passedOver how many files hold patches of unroot, which are no workloads
 * @param problems everything that cannot be used, in the order of the files
 */
public record Inventory(
    List<PlanManifest> plans,
    int brokenPlans,
    List<WorkloadManifest> workloads,
    Map<String, Integer> unhandled,
    int passedOver,
    List<Problem> problems) {}
