package dev.unroot.engine.patch;

import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.Map;

/**
 * A proposal as the object of a server-side apply: exactly the fields that it sets, to be owned by
 * the field manager that applies it.
 *
 * <p>An apply cannot do everything: see {@link #isFaithful}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side
 *     Apply</a>
 */
public final class ApplyConfiguration {
  private ApplyConfiguration() {}

  /** The configuration as an object. */
  public static Map<String, Object> object(WorkloadReference workload, Proposal proposal) {
    return PatchTree.of(workload, proposal, false);
  }

  /** The configuration as YAML, the same bytes for the same proposal. */
  public static String yaml(WorkloadReference workload, Proposal proposal) {
    return YamlText.of(object(workload, proposal));
  }

  /**
   * Whether an apply does what the proposal says and nothing else. It cannot remove a field, and it
   * moves a container that it names before others that it does not; a {@link JsonPatch} does
   * neither.
   */
  public static boolean isFaithful(WorkloadReference workload, Proposal proposal) {
    return proposal.changes().stream().allMatch(change -> change.after().isPresent())
        && ContainerOrder.isWhole(
            PatchTree.of(workload, proposal, false), workload.kind(), proposal.after());
  }
}
