package dev.unroot.engine.ownership;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look at an object of which nothing is sure: what is missing or of another type is passed over.
 * Metadata has to be read even where a typed look would give it up, or an owner would be overseen.
 */
record TolerantFields(Map<?, ?> values) {

  static TolerantFields of(@Nullable Object value) {
    return new TolerantFields(value instanceof Map<?, ?> map ? map : Map.of());
  }

  boolean has(String name) {
    return values.get(name) != null;
  }

  TolerantFields object(String name) {
    return of(values.get(name));
  }

  /** The first {@code most} elements of the list at {@code name}, as objects. */
  List<TolerantFields> objects(String name, int most) {
    return values.get(name) instanceof List<?> list
        ? list.stream().limit(most).map(TolerantFields::of).toList()
        : List.of();
  }

  /** The text at {@code name}, where there is one that is not empty. */
  Optional<String> text(String name) {
    return values.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }
}
