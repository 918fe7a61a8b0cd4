package dev.unroot.engine.patch;

import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.List;
import java.util.Map;

/**
 * A proposal as the object of a server-side apply: exactly the fields that it sets, to be owned by
 * the field manager that applies it.
 *
 * <p>An apply cannot take a field away that somebody else owns. What the proposal removes is
 * therefore not in it: see {@link #leavesOut}; a {@link JsonPatch} does that.
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

  /** The changes that an apply cannot make, since they remove a field. */
  public static List<Change> leavesOut(Proposal proposal) {
    return proposal.changes().stream().filter(change -> change.after().isEmpty()).toList();
  }
}
