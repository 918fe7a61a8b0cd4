package dev.unroot.engine.patch;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a field path leads in one template: as far as there is something, as a JSON pointer (RFC
 * 6901).
 *
 * @param pointer to the field, or to the first thing on the way to it that is missing
 * @param missing the steps behind that; empty where the pointer leads to the field itself
 * @param exists whether the field is there
 */
record Place(String pointer, List<FieldPath.Step> missing, boolean exists) {
  static Place of(PodTemplate template, FieldPath path) {
    StringBuilder pointer = new StringBuilder();
    Object at = template.object();
    for (int i = 0; i < path.steps().size(); i++) {
      FieldPath.Step step = path.steps().get(i);
      List<FieldPath.Step> rest = path.steps().subList(i + 1, path.steps().size());
      if (step instanceof FieldPath.Step.Field field) {
        pointer.append('/').append(field.name().replace("~", "~0").replace("/", "~1"));
        Object next = at instanceof Map<?, ?> map ? map.get(field.name()) : null;
        if (next == null) {
          return new Place(pointer.toString(), rest, false);
        }
        at = next;
      } else {
        FieldPath.Step.Element element = (FieldPath.Step.Element) step;
        List<?> list = at instanceof List<?> l ? l : List.of();
        int index = indexOf(list, element);
        pointer.append('/').append(index < 0 ? "-" : Integer.toString(index));
        if (index < 0) {
          List<FieldPath.Step> all = new ArrayList<>(List.of(step));
          all.addAll(rest);
          return new Place(pointer.toString(), all, false);
        }
        at = list.get(index);
      }
    }
    return new Place(pointer.toString(), List.of(), true);
  }

  private static int indexOf(List<?> list, FieldPath.Step.Element element) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> map && element.value().equals(map.get(element.key()))) {
        return i;
      }
    }
    return -1;
  }

  /** {@code value} inside everything that is missing on the way to it. */
  Object wrapped(Object value) {
    boolean appended = pointer.endsWith("/-");
    return appended ? element(missing, value) : wrapped(missing, value);
  }

  private static Object wrapped(List<FieldPath.Step> steps, Object value) {
    if (steps.isEmpty()) {
      return value;
    }
    if (steps.get(0) instanceof FieldPath.Step.Field field) {
      return Map.of(field.name(), wrapped(steps.subList(1, steps.size()), value));
    }
    return List.of(element(steps, value));
  }

  /** The list element that the first of {@code steps} names, with {@code value} in it. */
  private static Object element(List<FieldPath.Step> steps, Object value) {
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    if (rest.isEmpty()) {
      return value;
    }
    FieldPath.Step.Element named = (FieldPath.Step.Element) steps.get(0);
    Map<String, Object> element = new LinkedHashMap<>();
    element.put(named.key(), named.value());
    return new FieldPath(rest).set(element, value);
  }
}
