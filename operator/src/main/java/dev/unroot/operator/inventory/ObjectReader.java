package dev.unroot.operator.inventory;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.image.ImageDigest;
import dev.unroot.engine.ownership.ControllerReference;
import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.ownership.Provenance;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is kept of an object of the API server. */
final class ObjectReader {
  private static final List<String> CONTAINER_LISTS = List.of("initContainers", "containers");
  private static final List<String> STATUS_LISTS =
      List.of("initContainerStatuses", "containerStatuses");

  /** The most containers of one pod that are asked what they run; no ordinary pod has more. */
  private static final int MOST_CONTAINERS = 100;

  /** The longest name of an image that can run is shorter. */
  private static final int LONGEST_IMAGE = 1_024;

  private static final Ownership UNKNOWN_OWNERSHIP = new Ownership(Optional.empty(), List.of());

  private final KubernetesSerialization serialization;

  ObjectReader(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** What is kept of {@code resource}; nothing where it is a pod of our own, made for a trial. */
  Optional<ObservedObject> read(WorkloadKind kind, GenericKubernetesResource resource) {
    Controller controller = Controller.of(kind, reference(resource.getMetadata()));
    if (kind == WorkloadKind.POD && isOurs(controller)) {
      return Optional.empty();
    }
    Fields object = Fields.of(resource.getAdditionalProperties());
    boolean listed = !(controller instanceof Controller.Known);
    ObjectId id = new ObjectId(kind, resource.getMetadata().getName());
    return Optional.of(
        new ObservedObject(
            id,
            controller,
            listed ? Optional.of(content(resource)) : Optional.empty(),
            listed ? ownership(id, resource.getMetadata()) : UNKNOWN_OWNERSHIP,
            object.object("spec").integer("replicas").orElse(1L),
            String.valueOf(resource.getMetadata().getCreationTimestamp()),
            kind == WorkloadKind.POD ? containers(object) : List.of()));
  }

  private static boolean isOurs(Controller controller) {
    return controller instanceof Controller.Foreign foreign
        && foreign.apiVersion().startsWith("unroot.dev/")
        && foreign.kind().equals("WorkloadMigration");
  }

  private static Optional<ControllerReference> reference(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst()
        .map(o -> new ControllerReference(o.getApiVersion(), o.getKind(), o.getName()));
  }

  private static Ownership ownership(ObjectId id, ObjectMeta metadata) {
    return Ownership.of(
        new WorkloadReference(id.kind(), metadata.getNamespace(), id.name()),
        Provenance.read(Fields.of(tree(metadata))));
  }

  /** The part of the metadata that tells of owners, without a detour by text. */
  private static Map<String, Object> tree(ObjectMeta metadata) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("labels", orEmpty(metadata.getLabels()));
    tree.put("annotations", orEmpty(metadata.getAnnotations()));
    tree.put(
        "ownerReferences",
        metadata.getOwnerReferences().stream()
            .map(
                owner ->
                    Map.<String, Object>of(
                        "apiVersion",
                        owner.getApiVersion(),
                        "kind",
                        owner.getKind(),
                        "name",
                        owner.getName(),
                        "controller",
                        Boolean.TRUE.equals(owner.getController())))
            .toList());
    tree.put(
        "managedFields", metadata.getManagedFields().stream().map(ObjectReader::tree).toList());
    return tree;
  }

  private static Map<String, Object> tree(ManagedFieldsEntry entry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("manager", String.valueOf(entry.getManager()));
    tree.put("operation", String.valueOf(entry.getOperation()));
    if (entry.getSubresource() != null) {
      tree.put("subresource", entry.getSubresource());
    }
    if (entry.getFieldsV1() != null) {
      tree.put("fieldsV1", entry.getFieldsV1().getAdditionalProperties());
    }
    return tree;
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> texts) {
    return texts == null ? Map.of() : texts;
  }

  private Content content(GenericKubernetesResource resource) {
    return Content.of(serialization.asJson(kept(resource)));
  }

  /** What the engine reads of {@code resource}, in one form only. */
  static Object kept(GenericKubernetesResource resource) {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("apiVersion", resource.getApiVersion());
    kept.put("kind", resource.getKind());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", resource.getMetadata().getName());
    metadata.put("namespace", resource.getMetadata().getNamespace());
    metadata.put("labels", orEmpty(resource.getMetadata().getLabels()));
    kept.put("metadata", metadata);
    Object spec = resource.getAdditionalProperties().get("spec");
    if (spec != null) {
      kept.put("spec", spec);
    }
    return canonical(kept);
  }

  /**
   * The same tree in one form only: the client gives objects of lists and objects of watches their
   * fields in different orders, and leaves out empty lists in one of them.
   */
  private static Object canonical(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.forEach(
          (key, element) -> {
            if (element != null && !(element instanceof List<?> list && list.isEmpty())) {
              sorted.put(String.valueOf(key), canonical(element));
            }
          });
      return sorted;
    }
    return value instanceof List<?> list
        ? list.stream().map(ObjectReader::canonical).toList()
        : value;
  }

  private static List<PodContainer> containers(Fields pod) {
    Map<String, Fields> statuses = new HashMap<>();
    for (String list : STATUS_LISTS) {
      for (Fields status : pod.object("status").objects(list, "name")) {
        statuses.put(status.text("name").orElse(""), status);
      }
    }
    boolean ofPod = pod.object("spec").object("securityContext").has("runAsUser");
    List<PodContainer> containers = new ArrayList<>();
    for (String list : CONTAINER_LISTS) {
      for (Fields container : pod.object("spec").objects(list, "name")) {
        String name = container.text("name").orElse("");
        Fields status = statuses.get(name);
        boolean bounded =
            containers.size() < MOST_CONTAINERS
                && container.text("image").orElse("").length() <= LONGEST_IMAGE;
        if (status != null && bounded) {
          containers.add(container(container, status, ofPod));
        }
      }
    }
    return containers;
  }

  private static PodContainer container(Fields container, Fields status, boolean ofPod) {
    Fields user = status.object("user").object("linux");
    return new PodContainer(
        container.text("name").orElse(""),
        container.text("image").orElse(""),
        ImageDigest.of(status.text("imageID").orElse("")),
        user.integer("uid")
            .map(uid -> new PodContainer.UserAndGroup(uid, user.integer("gid").orElse(0L))),
        ofPod || container.object("securityContext").has("runAsUser"));
  }
}
