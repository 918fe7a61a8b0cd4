package dev.unroot.engine.patch;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A proposal as a strategic merge patch: what {@code kubectl patch} and kustomize apply. It names
 * the workload, and holds nothing but the fields that the proposal sets and the merge keys on the
 * way to them.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">Update
 *     API Objects in Place Using kubectl patch</a>
 */
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /** The patch as an object. */
  public static Map<String, Object> object(WorkloadReference workload, Proposal proposal) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", workload.name());
    if (!workload.namespace().isEmpty()) {
      metadata.put("namespace", workload.namespace());
    }
    Map<String, Object> patch = new LinkedHashMap<>();
    patch.put("apiVersion", workload.kind().apiVersion());
    patch.put("kind", workload.kind().kind());
    patch.put("metadata", metadata);
    Map<String, Object> patched = patch;
    for (Change change : proposal.changes()) {
      FieldPath path = workload.kind().templatePath().then(change.path());
      patched = path.set(patched, change.after());
    }
    return patched;
  }

  /** The patch as YAML, the same bytes for the same proposal. */
  public static String yaml(WorkloadReference workload, Proposal proposal) {
    return YamlText.of(object(workload, proposal));
  }
}
