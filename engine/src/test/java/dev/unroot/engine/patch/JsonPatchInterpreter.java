package dev.unroot.engine.patch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Applies the operations of RFC 6902 that patches here use, word for word. */
public final class JsonPatchInterpreter {
  /** A test that does not hold, or a path that leads nowhere. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private JsonPatchInterpreter() {}

  /** {@code object} with every operation; the object itself is left as it is. */
  @SuppressWarnings("unchecked") // operations are objects
  public static Map<String, Object> apply(
      List<Map<String, Object>> operations, Map<String, Object> object) {
    Object at = copy(object);
    for (Map<String, Object> operation : operations) {
      List<String> path =
          Arrays.stream(((String) operation.get("path")).substring(1).split("/", -1))
              .map(step -> step.replace("~1", "/").replace("~0", "~"))
              .toList();
      Object parent = at;
      for (String step : path.subList(0, path.size() - 1)) {
        parent = required(child(parent, step), operation);
      }
      apply(operation, parent, path.get(path.size() - 1));
    }
    return (Map<String, Object>) at;
  }

  @SuppressWarnings("unchecked") // made by copy
  private static void apply(Map<String, Object> operation, Object parent, String last) {
    Object value = operation.containsKey("value") ? copy(operation.get("value")) : null;
    switch ((String) operation.get("op")) {
      case "test" -> {
        if (!required(child(parent, last), operation).equals(value)) {
          throw new RefusedException("does not hold: " + operation);
        }
      }
      case "add" -> {
        if (parent instanceof Map<?, ?> map) {
          ((Map<String, Object>) map).put(last, value);
        } else if (last.equals("-")) {
          ((List<Object>) parent).add(value);
        } else {
          ((List<Object>) parent).add(Integer.parseInt(last), value);
        }
      }
      case "replace" -> {
        required(child(parent, last), operation);
        if (parent instanceof Map<?, ?> map) {
          ((Map<String, Object>) map).put(last, value);
        } else {
          ((List<Object>) parent).set(Integer.parseInt(last), value);
        }
      }
      case "remove" -> {
        required(child(parent, last), operation);
        ((Map<String, Object>) parent).remove(last);
      }
      default -> throw new RefusedException("unknown: " + operation);
    }
  }

  private static Object required(@Nullable Object found, Map<String, Object> operation) {
    if (found == null) {
      throw new RefusedException("leads nowhere: " + operation);
    }
    return found;
  }

  private static @Nullable Object child(Object at, String step) {
    if (at instanceof Map<?, ?> map) {
      return map.get(step);
    }
    List<?> list = (List<?>) at;
    return step.matches("[0-9]+") && Integer.parseInt(step) < list.size()
        ? list.get(Integer.parseInt(step))
        : null;
  }

  private static Object copy(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, inner) -> copy.put(key, inner == null ? null : copy(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return new ArrayList<>(list.stream().map(JsonPatchInterpreter::copy).toList());
    }
    return value;
  }
}
