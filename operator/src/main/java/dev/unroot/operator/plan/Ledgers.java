package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** The ledgers of all plans, by namespace. They are made again after a restart. */
final class Ledgers {
  private final Map<String, Map<String, Ledger>> namespaces = new ConcurrentHashMap<>();
  private final BiConsumer<String, WorkloadId> ended;

  /** Ledgers that tell {@code ended} of each workload that goes with its plan, by its UID. */
  Ledgers(BiConsumer<String, WorkloadId> ended) {
    this.ended = ended;
  }

  /** The ledger of {@code plan}. */
  Ledger of(MigrationPlan plan) {
    return namespaces
        .computeIfAbsent(plan.getMetadata().getNamespace(), ns -> new ConcurrentHashMap<>())
        .computeIfAbsent(plan.getMetadata().getUid(), uid -> new Ledger());
  }

  /**
   * Whether any plan was looked at yet: its first look takes up everything that is there by then.
   */
  boolean areBegun() {
    return !namespaces.isEmpty();
  }

  /** Whether any plan of {@code namespace} was looked at yet. */
  boolean areBegun(String namespace) {
    return namespaces.containsKey(namespace);
  }

  /** Reports a change to the ledgers of its namespace, whose plans are {@code plans}. */
  void report(WorkloadId changed, Collection<MigrationPlan> plans) {
    Map<String, Ledger> ledgers = namespaces.get(changed.namespace());
    if (ledgers == null) {
      return;
    }
    Set<String> present =
        plans.stream().map(plan -> plan.getMetadata().getUid()).collect(Collectors.toSet());
    for (Map.Entry<String, Ledger> entry : ledgers.entrySet()) {
      if (present.contains(entry.getKey())) {
        entry.getValue().report(changed);
      } else if (ledgers.remove(entry.getKey(), entry.getValue())) {
        entry.getValue().workloads().forEach(id -> ended.accept(entry.getKey(), id));
      }
    }
  }
}
