package dev.unroot.cli.manifest;

import java.util.List;
import java.util.Map;

/**
 * What the files hold.
 *
 * @param plans the plans that can be used
 * @param brokenPlans how many cannot
 * @param unhandled workloads that are not looked at: their apiVersion and kind, and how many
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
