package dev.unroot.engine.patch;

import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.Map;

/**
 * A proposal as a strategic merge patch: what {@code kubectl patch} and kustomize apply. It names
 * the workload, and holds nothing but the fields that the proposal changes, the merge keys on the
 * way to them and the names of the containers beside; a field to remove is {@code null}.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Update
 *     API Objects in Place Using kubectl patch</a>
 */
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /** The patch as YAML, the same bytes for the same proposal. */
  public static String yaml(WorkloadReference workload, Proposal proposal) {
    return YamlText.of(object(workload, proposal));
  }

  /** The SHA-256 of the patch as a tree, as 64 hexadecimal digits: the order of keys is nothing. */
  public static String hash(WorkloadReference workload, Proposal proposal) {
    return Fingerprint.ofTree(object(workload, proposal));
  }

  static Map<String, Object> object(WorkloadReference workload, Proposal proposal) {
    return ContainerOrder.withEveryName(
        PatchTree.of(workload, proposal, true), workload.kind(), proposal.after());
  }
}
