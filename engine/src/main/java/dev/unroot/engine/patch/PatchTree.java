package dev.unroot.engine.patch;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.proposal.Change;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.LinkedHashMap;
import java.util.Map;

/** A workload's name and the fields that a proposal changes, and nothing else. */
final class PatchTree {
  /** What a strategic merge is told to do with the object in which it stands. */
  static final String DIRECTIVE = "$patch";

  private PatchTree() {}

  /**
   * The tree of {@code proposal}.
   *
   * @param removals whether fields to remove stand there as {@link Removal#MARK}, or not at all
   */
  static Map<String, Object> of(WorkloadReference workload, Proposal proposal, boolean removals) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", workload.name());
    if (!workload.namespace().isEmpty()) {
      metadata.put("namespace", workload.namespace());
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", workload.kind().apiVersion());
    tree.put("kind", workload.kind().kind());
    tree.put("metadata", metadata);
    Map<String, Object> patched = tree;
    for (Change change : proposal.changes()) {
      if (change.after().isPresent() || removals) {
        FieldPath path = workload.kind().templatePath().then(change.path());
        patched = path.set(patched, change.after().orElseGet(() -> removal(path)));
      }
    }
    return ContainerOrder.of(patched, workload.kind(), proposal.after());
  }

  /** An element of a list is told by its key. */
  private static Object removal(FieldPath path) {
    FieldPath.Step last = path.steps().get(path.steps().size() - 1);
    if (!(last instanceof FieldPath.Step.Element element)) {
      return Removal.MARK;
    }
    Map<String, Object> deleted = new LinkedHashMap<>();
    deleted.put(element.key(), element.value());
    deleted.put(DIRECTIVE, "delete");
    return deleted;
  }
}
