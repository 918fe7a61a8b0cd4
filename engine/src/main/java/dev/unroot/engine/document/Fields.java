package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A typed look at one object of a tree. A missing object looks like an empty one, so that {@code
 * pod.object("securityContext").integer("runAsUser")} needs no checks on the way.
 *
 * @param path where the object stands in its document, for messages
 * @param values the object's fields; {@code null} values count as missing, as in Kubernetes
 */
public record Fields(FieldPath path, Map<String, Object> values) {

  /** The fields of a whole document. */
  public static Fields of(Map<String, Object> document) {
    return new Fields(FieldPath.root(), document);
  }

  /** Whether the field is there and not {@code null}. */
  public boolean has(String name) {
    return values.get(name) != null;
  }

  /** The names of all fields, in document order. */
  public Set<String> names() {
    return values.keySet();
  }

  /** The object at {@code name}; an empty one where there is none. */
  public Fields object(String name) {
    Object value = values.get(name);
    if (value == null) {
      return new Fields(path.field(name), Map.of());
    }
    return asObject(path.field(name), value);
  }

  /**
   * The objects of the list at {@code name}, each with {@code key} as its name in paths; empty
   * where there is none.
   */
  public List<Fields> objects(String name, String key) {
    List<Fields> objects = new ArrayList<>();
    FieldPath list = path.field(name);
    for (Object element : elements(name)) {
      if (!(element instanceof Map<?, ?>)) {
        throw new MalformedFieldException(list, "a list of objects");
      }
      Fields fields = asObject(list, element);
      Object named = fields.values.get(key);
      objects.add(
          new Fields(list.element(key, named == null ? "" : named.toString()), fields.values));
    }
    return objects;
  }

  /** The text at {@code name}. */
  public Optional<String> text(String name) {
    return typed(name, String.class, "a text");
  }

  /** The flag at {@code name}. */
  public Optional<Boolean> flag(String name) {
    return typed(name, Boolean.class, "true or false");
  }

  /** The whole number at {@code name}. */
  public Optional<Long> integer(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return Optional.of(((Number) value).longValue());
    }
    throw new MalformedFieldException(path.field(name), "a whole number");
  }

  /** The texts of the list at {@code name}; empty where there is none. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(name)) {
      if (!(element instanceof String text)) {
        throw new MalformedFieldException(path.field(name), "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The object at {@code name} as texts by key, such as labels; empty where there is none. */
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    object(name)
        .values()
        .forEach(
            (key, value) -> {
              if (!(value instanceof String text)) {
                throw new MalformedFieldException(
                    path.field(name).field(key), "a text (put it in quotes)");
              }
              texts.put(key, text);
            });
    return texts;
  }

  private List<?> elements(String name) {
    Object value = values.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new MalformedFieldException(path.field(name), "a list");
  }

  private <T> Optional<T> typed(String name, Class<T> type, String expected) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (type.isInstance(value)) {
      return Optional.of(type.cast(value));
    }
    throw new MalformedFieldException(path.field(name), expected);
  }

  @SuppressWarnings(
      "unchecked") // keys of a tree are strings: DocumentReader and the API server see to it
  private static Fields asObject(FieldPath path, Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(path, (Map<String, Object>) map);
    }
    throw new MalformedFieldException(path, "an object");
  }
}
