package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.OwnerStatus;
import dev.unroot.api.v1alpha1.RegressionRisk;
import dev.unroot.api.v1alpha1.RunningContainer;
import dev.unroot.engine.ownership.Owner;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.ListedWorkload;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has to bring a proposal into a workload, and what else is known of it in the cluster. */
record Handover(ListedWorkload listed) {
  private static final int MAXIMUM_RISKS = 8;
  private static final int MAXIMUM_RUNNING = 32;
  private static final int MAXIMUM_VALUES = 8;
  private static final Set<WorkloadKind> IMMUTABLE = EnumSet.of(WorkloadKind.JOB, WorkloadKind.POD);

  /** How the proposal gets into the workload. */
  Delivery delivery() {
    if (listed.ownership().owner().isPresent()) {
      return Delivery.Patch;
    }
    return IMMUTABLE.contains(listed.workload().reference().kind())
        ? Delivery.Recreate
        : Delivery.Cluster;
  }

  /** What whoever has to bring it in must do; empty where nobody has to. */
  String instruction() {
    Optional<Owner> owner = listed.ownership().owner();
    return switch (delivery()) {
      case Cluster -> "";
      case Patch -> owner.map(o -> "; " + o + " re-applies it: the patch belongs there").orElse("");
      case Recreate ->
          "; a "
              + listed.id().kind()
              + " never changes: change its manifest, delete it and create it again";
    };
  }

  @Nullable OwnerStatus owner() {
    return listed
        .ownership()
        .owner()
        .map(owner -> new OwnerStatus(owner.toString(), owner.evidence()))
        .orElse(null);
  }

  List<RegressionRisk> risks() {
    return listed.ownership().risks().stream()
        .limit(MAXIMUM_RISKS)
        .map(risk -> new RegressionRisk(risk.manager(), risk.why()))
        .toList();
  }

  List<RunningContainer> running() {
    return listed.running().stream()
        .limit(MAXIMUM_RUNNING)
        .map(
            container ->
                new RunningContainer(
                    container.name(),
                    container.users().stream().limit(MAXIMUM_VALUES).toList(),
                    container.digests().stream().limit(MAXIMUM_VALUES).toList(),
                    container.injected()))
        .toList();
  }
}
