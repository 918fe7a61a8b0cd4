package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.Approval;
import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.WorkloadMigration;

/** What the rollout of a proved proposal waits for. */
final class RolloutTurn {
  private RolloutTurn() {}

  static String words(WorkloadMigration migration, Delivery delivery) {
    if (!migration.getSpec().stage().applies() || delivery != Delivery.Cluster) {
      return "";
    }
    return migration.getSpec().apply().approval() == Approval.Manual
        ? "; rolled out once a person agrees, by the annotation unroot.dev/approved with the hash of"
            + " the proposal"
        : "; its rollout waits for its turn";
  }
}
