package dev.unroot.engine.rewrite;

import dev.unroot.engine.document.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Steps through objects and lists that are there, list items by their places included. */
final class Trees {
  private Trees() {}

  /** A copy of {@code tree} with {@code value} at the end of {@code steps}. */
  static Object with(Object tree, List<FieldPath.Step> steps, Object value) {
    if (steps.isEmpty()) {
      return value;
    }
    List<FieldPath.Step> rest = steps.subList(1, steps.size());
    if (steps.get(0) instanceof FieldPath.Step.Field field && tree instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      copy.put(field.name(), with(child(map.get(field.name())), rest, value));
      return copy;
    }
    if (steps.get(0) instanceof FieldPath.Step.Position position && tree instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list);
      copy.set(position.index(), with(copy.get(position.index()), rest, value));
      return copy;
    }
    throw new IllegalArgumentException("no such place");
  }

  private static Object child(@Nullable Object value) {
    return value == null ? Map.of() : value;
  }

  /**
   * Where the value of {@code step} stands.
   *
   * @throws RefusedException where it stands elsewhere, so that others may share it
   */
  static Span child(Span span, FieldPath.Step step) {
    if (step instanceof FieldPath.Step.Field field
        && span instanceof Span.Mapping mapping
        && mapping.entry(field.name()).isPresent()) {
      return mapping.entry(field.name()).get().value();
    }
    if (step instanceof FieldPath.Step.Position position
        && span instanceof Span.Sequence list
        && position.index() < present(list).size()) {
      return present(list).get(position.index());
    }
    throw new RefusedException(span.start(), "what would have to change is shared by an anchor");
  }

  /** What of {@code list} is not null, which a reader leaves out. */
  private static List<Span> present(Span.Sequence list) {
    return list.items().stream()
        .filter(item -> !(item instanceof Span.Scalar scalar && scalar.isNull()))
        .toList();
  }
}
