package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;

/**
 * Another operator, or the node of a static pod. It comes before all labels and annotations:
 * operators copy those from the object that they act for, whoever applied that.
 *
 * <p>A controller that is a workload itself, such as the Deployment of a ReplicaSet, is looked at
 * by itself and is no owner in this sense. That the kubelet makes its node the controller of a
 * mirror pod was read in {@code pkg/kubelet/pod/mirror_client.go} of kubernetes/kubernetes.
 */
final class ControllerRule implements OwnerRule {
  @Override
  public Optional<Owner> owner(WorkloadReference workload, Provenance provenance) {
    return provenance
        .controller()
        .filter(reference -> !reference.isWorkload())
        .map(
            reference ->
                reference.isNode() && workload.kind() == WorkloadKind.POD
                    ? new Owner(OwnerKind.NODE, "", reference.name(), evidence(reference))
                    : new Owner(
                        OwnerKind.CONTROLLER,
                        "",
                        reference.kind() + "/" + reference.name(),
                        evidence(reference)));
  }

  private static String evidence(ControllerReference reference) {
    return "owner reference with controller: true to "
        + reference.apiVersion()
        + " "
        + reference.kind();
  }
}
