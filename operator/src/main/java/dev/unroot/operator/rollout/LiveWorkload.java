package dev.unroot.operator.rollout;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.patch.Fingerprint;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.ObjectTree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload as the API server has it now.
 *
 * @param object all of it but its metadata
 * @param managers who manages which of its fields
 */
public record LiveWorkload(
    WorkloadKind kind,
    Workload workload,
    Fields object,
    String uid,
    String resourceVersion,
    long generation,
    List<ManagedFieldsEntry> managers) {
  private static final String RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";

  /** Copies the list. */
  public LiveWorkload {
    managers = List.copyOf(managers);
  }

  /** Reads what the API server sent. */
  static LiveWorkload of(WorkloadKind kind, GenericKubernetesResource resource) {
    Map<String, Object> tree =
        new LinkedHashMap<>(ObjectTree.of(resource.getAdditionalProperties()));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", resource.getMetadata().getName());
    metadata.put("namespace", resource.getMetadata().getNamespace());
    tree.put("apiVersion", kind.apiVersion());
    tree.put("kind", kind.kind());
    tree.put("metadata", metadata);
    Fields object = Fields.of(tree);
    return new LiveWorkload(
        kind,
        Workload.read(kind, object),
        object,
        resource.getMetadata().getUid(),
        resource.getMetadata().getResourceVersion(),
        resource.getMetadata().getGeneration() == null ? 0 : resource.getMetadata().getGeneration(),
        resource.getMetadata().getManagedFields() == null
            ? List.of()
            : resource.getMetadata().getManagedFields());
  }

  /** Its pod template as a tree. */
  Object template() {
    return kind.templatePath().get(object.values()).orElse(Map.of());
  }

  /** Names its pod template. That its pods were restarted is no other template. */
  public String hash() {
    return hash(template());
  }

  /** The same of a template that is known otherwise. */
  public static String hash(Object template) {
    return Fingerprint.ofTree(withoutRestart(template));
  }

  private static Object withoutRestart(Object template) {
    if (!(template instanceof Map<?, ?> map)
        || !(map.get("metadata") instanceof Map<?, ?> metadata)
        || !(metadata.get("annotations") instanceof Map<?, ?> annotations)
        || !annotations.containsKey(RESTARTED_AT)) {
      return template;
    }
    Map<Object, Object> others = new LinkedHashMap<>(annotations);
    others.remove(RESTARTED_AT);
    Map<Object, Object> rest = new LinkedHashMap<>(metadata);
    if (others.isEmpty()) {
      rest.remove("annotations");
    } else {
      rest.put("annotations", others);
    }
    Map<Object, Object> whole = new LinkedHashMap<>(map);
    whole.put("metadata", rest);
    return whole;
  }
}
