package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.guardrail.Coverage;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.List;
import java.util.Set;

/** How a whole namespace stands, by what one plan's ledger tells of it. */
final class NamespaceCoverage {
  private static final int MOST_SHOWN = 3;

  private NamespaceCoverage() {}

  /**
   * How it stands.
   *
   * @param all every workload of the namespace, claimed or not
   * @param isSeen whether those are all, as far as the operator's rights go
   */
  static Coverage of(
      Ledger ledger, Set<WorkloadId> all, boolean isSeen, AgreedExceptions exceptions) {
    List<WorkloadId> uncovered = all.stream().filter(id -> !ledger.covers(id)).sorted().toList();
    PlanCounts counts = ledger.tally().counts();
    return new Coverage(
        isSeen,
        all.size(),
        uncovered.size(),
        uncovered.stream().limit(MOST_SHOWN).map(WorkloadId::toString).toList(),
        counts.workloads() - counts.compliant() - counts.excepted(),
        ledger.tally().openRollouts(),
        ledger.excepted().stream()
            .limit(MOST_SHOWN)
            .map(id -> id + until(exceptions.of(id.kind(), id.name())))
            .toList());
  }

  private static String until(AgreedExceptions exceptions) {
    return exceptions.nextExpiry().map(day -> ", until " + day).orElse("");
  }
}
