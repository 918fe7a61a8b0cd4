package dev.unroot.operator.ceiling;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A look at one object of the ceilings that notes every mistake and goes on. */
final class CeilingFields {
  static final int MOST_ELEMENTS = 1_000;

  private final Document.Parsed document;
  private final FieldPath path;
  private final Map<?, ?> values;
  private final CeilingMistakes mistakes;

  private CeilingFields(
      Document.Parsed document, FieldPath path, Map<?, ?> values, CeilingMistakes mistakes) {
    this.document = document;
    this.path = path;
    this.values = values;
    this.mistakes = mistakes;
  }

  static CeilingFields of(Document.Parsed document, CeilingMistakes mistakes) {
    return new CeilingFields(document, FieldPath.root(), document.root(), mistakes);
  }

  /** Notes every field that is not among {@code known}. */
  void allow(List<String> known) {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        String remedy =
            Spelling.closest(name, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known here: " + String.join(", ", known));
        mistakes.add(document, path.field(name), "unknown field; " + remedy);
      }
    }
  }

  /** The flag at {@code field}; false where there is none. */
  boolean flag(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Boolean)) {
      mistakes.mustBe(document, path.field(field), "true or false", value);
    }
    return value instanceof Boolean flag && flag;
  }

  /** The whole number at {@code field}. */
  Optional<Integer> integer(String field, int minimum, int maximum) {
    Object value = values.get(field);
    if (value instanceof Long number && number >= minimum && number <= maximum) {
      return Optional.of(number.intValue());
    }
    if (value != null) {
      String expected = "a whole number from " + minimum + " to " + maximum;
      mistakes.mustBe(document, path.field(field), expected, value);
    }
    return Optional.empty();
  }

  /** The constant of {@code type} that is named at {@code field}. */
  <E extends Enum<E>> Optional<E> constant(String field, Class<E> type) {
    Object value = values.get(field);
    List<E> constants = List.of(type.getEnumConstants());
    Optional<E> found = constants.stream().filter(c -> c.name().equals(value)).findFirst();
    if (value != null && found.isEmpty()) {
      String names = String.join(", ", constants.stream().map(Enum::name).toList());
      mistakes.mustBe(document, path.field(field), "one of " + names, value);
    }
    return found;
  }

  /** The object at {@code field}; an empty one where there is none or something else. */
  CeilingFields object(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Map<?, ?>)) {
      mistakes.mustBe(document, path.field(field), "an object (fields below it, indented)", value);
    }
    Map<?, ?> object = value instanceof Map<?, ?> map ? map : Map.of();
    return new CeilingFields(document, path.field(field), object, mistakes);
  }

  /**
   * The texts of the list at {@code field}, each as {@code fits} wants it, that is, {@code
   * expected}. A list without elements would read as "nothing" to one and as "anything" to another:
   * it is a mistake, and {@code instead} says how to say either.
   */
  Optional<List<String>> texts(
      String field, Predicate<String> fits, String expected, String instead) {
    Object value = values.get(field);
    if (value == null) {
      return Optional.empty();
    }
    FieldPath at = path.field(field);
    if (!(value instanceof List<?> list)) {
      mistakes.mustBe(document, at, "a list", value);
      return Optional.empty();
    }
    if (list.isEmpty() || list.size() > MOST_ELEMENTS) {
      String remedy = list.isEmpty() ? "; " + instead : ", not " + list.size();
      mistakes.add(document, at, "must have 1 to " + MOST_ELEMENTS + " elements" + remedy);
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof String text && fits.test(text)) {
        texts.add(text);
      } else {
        mistakes.mustBe(document, at.position(i), expected, list.get(i));
      }
    }
    return Optional.of(texts);
  }
}
