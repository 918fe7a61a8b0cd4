package dev.unroot.operator.inventory;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.InputStream;
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
public final class ObjectTree {
  private ObjectTree() {}

  /** Reads an object in JSON. */
  static Map<String, Object> read(KubernetesSerialization serialization, InputStream json) {
    return of(serialization.unmarshal(json, Map.class));
  }

  /** Copies an object that a client read. */
  @SuppressWarnings("unchecked") // an object in JSON has text keys
  public static Map<String, Object> of(Object read) {
    Object tree = copy(read);
    return tree == null ? Map.of() : (Map<String, Object>) tree;
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
