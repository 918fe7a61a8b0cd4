package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of one field in a Kubernetes object, such as {@code
 * spec.containers[web].securityContext.runAsUser}.
 *
 * <p>An element of a list is named by its merge key ({@code name} for containers and volumes,
 * {@code mountPath} for mounts), never by its position: a path stays right when somebody else
 * inserts an element.
 *
 * <p>A path is its last step and the path before it, which it shares with its siblings: to look at
 * one workload, hundreds of paths are made, and few are ever shown.
 */
public final class FieldPath {

  /** One step of a path: into a named field, or into the list element that a merge key names. */
  public sealed interface Step {
    /** The field {@code name} of an object. */
    record Field(String name) implements Step {}

    /** The element of a list whose field {@code key} equals {@code value}. */
    record Element(String key, String value) implements Step {}

    /**
     * The element at {@code index} of a list that has no merge key. Only for messages about one
     * document, never for a change.
     */
    record Position(int index) implements Step {}
  }

  private static final FieldPath ROOT = new FieldPath(List.of());

  private final @Nullable FieldPath before;
  private final @Nullable Step last;
  private final int length;

  /** The path of {@code steps}. */
  public FieldPath(List<Step> steps) {
    length = steps.size();
    before = steps.isEmpty() ? null : new FieldPath(steps.subList(0, length - 1));
    last = steps.isEmpty() ? null : steps.get(length - 1);
  }

  private FieldPath(FieldPath before, Step last) {
    this.before = before;
    this.last = last;
    this.length = before.length + 1;
  }

  /** The path of the object itself. */
  public static FieldPath root() {
    return ROOT;
  }

  /** The path through plain fields, written with dots: {@code of("spec.template.spec")}. */
  public static FieldPath of(String dotted) {
    FieldPath path = ROOT;
    for (String name : dotted.split("\\.")) {
      path = path.field(name);
    }
    return path;
  }

  /** The steps from the root to the field. */
  public List<Step> steps() {
    Step[] steps = new Step[length];
    FieldPath at = this;
    while (at.before != null && at.last != null) {
      steps[at.length - 1] = at.last;
      at = at.before;
    }
    return List.of(steps);
  }

  /** This path and then the field {@code name}. */
  public FieldPath field(String name) {
    return append(new Step.Field(name));
  }

  /** This path and then the list element whose {@code key} is {@code value}. */
  public FieldPath element(String key, String value) {
    return append(new Step.Element(key, value));
  }

  /** This path and then the list element at {@code index}, for messages. */
  public FieldPath position(int index) {
    return append(new Step.Position(index));
  }

  /** This path and then every step of {@code rest}. */
  public FieldPath then(FieldPath rest) {
    FieldPath path = this;
    for (Step step : rest.steps()) {
      path = path.append(step);
    }
    return path;
  }

  private FieldPath append(Step step) {
    return new FieldPath(this, step);
  }

  /** The value at this path in {@code object}, or nothing where a step is missing. */
  public Optional<Object> get(Map<String, Object> object) {
    Object at = object;
    for (Step step : steps()) {
      Object next = child(at, step);
      if (next == null) {
        return Optional.empty();
      }
      at = next;
    }
    return Optional.of(at);
  }

  private static @Nullable Object child(Object at, Step step) {
    if (step instanceof Step.Field field) {
      return at instanceof Map<?, ?> map ? map.get(field.name()) : null;
    }
    if (!(at instanceof List<?> list)) {
      return null;
    }
    if (step instanceof Step.Position position) {
      return position.index() < list.size() ? list.get(position.index()) : null;
    }
    Step.Element element = (Step.Element) step;
    for (Object candidate : list) {
      if (candidate instanceof Map<?, ?> map && element.value().equals(map.get(element.key()))) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * A copy of {@code object} with {@code value} at this path. Missing objects and list elements on
   * the way are made; a new list element is appended.
   *
   * @throws IllegalArgumentException where the path runs through something that is neither an
   *     object nor a list, or through a position
   */
  public Map<String, Object> set(Map<String, Object> object, Object value) {
    return asObject(write(object, steps(), Optional.of(value)));
  }

  /**
   * A copy of {@code object} without what stands at this path; the same object where nothing stands
   * there.
   */
  public Map<String, Object> remove(Map<String, Object> object) {
    return get(object).isEmpty() ? object : asObject(write(object, steps(), Optional.empty()));
  }

  private Object write(@Nullable Object at, List<Step> rest, Optional<Object> value) {
    if (rest.isEmpty()) {
      return value.orElseThrow();
    }
    Step step = rest.get(0);
    List<Step> tail = rest.subList(1, rest.size());
    boolean removeHere = tail.isEmpty() && value.isEmpty();
    if (step instanceof Step.Field field) {
      Map<String, Object> copy = new LinkedHashMap<>(at == null ? Map.of() : asObject(at));
      if (removeHere) {
        copy.remove(field.name());
      } else {
        copy.put(field.name(), write(copy.get(field.name()), tail, value));
      }
      return CompactObject.of(copy);
    }
    if (step instanceof Step.Element element) {
      return writeElement(at, element, tail, value, removeHere);
    }
    throw new IllegalArgumentException(this + " names an element by its position");
  }

  private Object writeElement(
      @Nullable Object at,
      Step.Element element,
      List<Step> tail,
      Optional<Object> value,
      boolean removeHere) {
    List<Object> copy = new ArrayList<>(at == null ? List.of() : asList(at));
    Object present = child(copy, element);
    if (removeHere) {
      copy.remove(present);
      return Collections.unmodifiableList(copy);
    }
    Object base = present == null ? Map.of(element.key(), element.value()) : present;
    Object written = write(base, tail, value);
    if (present == null) {
      copy.add(written);
    } else {
      copy.set(place(copy, present), written);
    }
    return Collections.unmodifiableList(copy);
  }

  /** Where that very object stands: comparing the objects before it would take their size each. */
  @SuppressWarnings("ReferenceEquality")
  private static int place(List<Object> list, Object present) {
    int at = 0;
    while (list.get(at) != present) {
      at++;
    }
    return at;
  }

  @SuppressWarnings(
      "unchecked") // keys of a tree are strings: DocumentReader and the API server see to it
  private Map<String, Object> asObject(Object at) {
    if (at instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException(this + " runs through something that is not an object");
  }

  private List<?> asList(Object at) {
    if (at instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException(this + " runs through something that is not a list");
  }

  /** Whether this field lies below {@code other}. */
  public boolean isBelow(FieldPath other) {
    int size = other.steps().size();
    return steps().size() > size && steps().subList(0, size).equals(other.steps());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath path
        && length == path.length
        && Objects.equals(last, path.last)
        && Objects.equals(before, path.before);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(before) * 31 + Objects.hashCode(last);
  }

  /** As people write it: {@code spec.containers[web].image}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps()) {
      if (step instanceof Step.Field field) {
        text.append(text.isEmpty() ? "" : ".").append(field.name());
      } else if (step instanceof Step.Element element) {
        text.append('[').append(element.value()).append(']');
      } else if (step instanceof Step.Position position) {
        text.append('[').append(position.index()).append(']');
      }
    }
    return text.toString();
  }
}
