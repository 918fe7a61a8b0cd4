package dev.unroot.operator.inventory;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects from the API server as the trees that the engine reads: whole numbers are longs, and
 * nothing can be changed.
 */
final class ObjectTree {
  private ObjectTree() {}

  static Map<String, Object> of(GenericKubernetesResource resource) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("apiVersion", resource.getApiVersion());
    tree.put("kind", resource.getKind());
    tree.put("metadata", metadata(resource.getMetadata()));
    Object spec = copy(resource.getAdditionalProperties().get("spec"));
    if (spec != null) {
      tree.put("spec", spec);
    }
    return Collections.unmodifiableMap(tree);
  }

  private static Map<String, Object> metadata(ObjectMeta metadata) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", metadata.getName());
    tree.put("namespace", metadata.getNamespace());
    tree.put("labels", metadata.getLabels() == null ? Map.of() : Map.copyOf(metadata.getLabels()));
    return tree;
  }

  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (key, element) -> {
            Object copied = copy(element);
            if (copied != null) {
              copy.put(String.valueOf(key), copied);
            }
          });
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      for (Object element : list) {
        Object copied = copy(element);
        if (copied != null) {
          copy.add(copied);
        }
      }
      return Collections.unmodifiableList(copy);
    }
    return value instanceof Integer || value instanceof Short
        ? ((Number) value).longValue()
        : value;
  }
}
