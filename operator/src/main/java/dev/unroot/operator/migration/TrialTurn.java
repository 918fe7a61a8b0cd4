package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.register.RegisteredMigration;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Optional;

/** Whose trial may begin or go on, by the slots of the cluster. */
final class TrialTurn {
  private TrialTurn() {}

  /**
   * Whether {@code migration} may take the next step of its trial. One that is going on keeps its
   * slot, also over a restart; one that would begin, such as after its verdict became stale, needs
   * the slot that its plan took for it.
   *
   * @param recorded what its trial, of its workload as it is now, came to so far
   */
  static boolean has(
      WorkloadMigration migration, Optional<TrialStatus> recorded, TrialSlots slots) {
    if (recorded.isPresent() && recorded.get().verdict() != null) {
      return true; // nothing is started any more
    }
    String slot = slot(migration);
    if (recorded.isPresent()) {
      slots.restore(List.of(slot));
    }
    return slots.holds(slot);
  }

  /**
   * Whether {@code migration} may try again, for which it takes a slot itself. Its plan gives it no
   * turn: it counts as tried until it really is tried again.
   */
  static boolean take(WorkloadMigration migration, TrialSlots slots) {
    return slots.take(slot(migration), migration.getSpec().trial().maxConcurrent());
  }

  private static String slot(WorkloadMigration migration) {
    return RegisteredMigration.slot(
        plan(migration), migration.getMetadata().getNamespace(), migration.getMetadata().getName());
  }

  private static String plan(WorkloadMigration migration) {
    return migration.getMetadata().getOwnerReferences().stream()
        .filter(owner -> "MigrationPlan".equals(owner.getKind()))
        .map(OwnerReference::getUid)
        .findFirst()
        .orElse("");
  }
}
