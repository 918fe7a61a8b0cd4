package dev.unroot.operator.status;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.OwnerStatus;
import dev.unroot.api.v1alpha1.RegressionRisk;
import dev.unroot.api.v1alpha1.RunningContainer;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.ownership.Owner;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.eligibility.Ineligibility;
import dev.unroot.operator.inventory.ListedWorkload;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has to bring a proposal into a workload, and what else is known of it in the cluster. */
record Handover(ListedWorkload listed, TrialSpec trial) {
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

  /** Why it is not tried; nothing where it may be. */
  Optional<Ineligibility> ineligibility() {
    return Ineligibility.of(listed, trial);
  }

  /** Whether a patch can name it: of a kind that unroot does not know, it would be made up. */
  boolean canBePatched() {
    return listed.id().knownKind().isPresent();
  }

  /** What whoever has to bring it in must do; empty where nobody has to. */
  String instruction() {
    return switch (delivery()) {
      case Cluster -> "";
      case Patch -> listed.ownership().owner().map(this::ofOwner).orElse("");
      case Recreate ->
          "; a "
              + listed.id().kind()
              + " cannot be changed: change its manifest, delete it and create it again";
    };
  }

  private String ofOwner(Owner owner) {
    if (!canBePatched()) {
      return "; set these fields in the pod template of " + owner;
    }
    return switch (owner.kind()) {
      case NODE -> "; its " + owner + " makes it: change its manifest there";
      case CONTROLLER -> "; " + owner + " sets it again: change it there";
      case FLUX_HELM_RELEASE -> "; " + owner + " re-applies it: put the patch into its values";
      case HELM ->
          "; "
              + owner
              + " sets it again at its next upgrade: put the patch into its chart or values";
      case FLUX_KUSTOMIZATION, ARGO_CD ->
          "; " + owner + " re-applies it: put the patch into its source";
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
