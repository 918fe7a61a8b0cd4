package dev.unroot.cli.manifest;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A look at one object that reports every mistake and goes on, so that a person sees all of them at
 * once.
 */
final class CheckedFields {
  private static final int LONGEST_SHOWN = 60;

  private final Manifest manifest;
  private final FieldPath path;
  private final Map<?, ?> values;
  private final List<Problem> problems;

  private CheckedFields(
      Manifest manifest, FieldPath path, Map<?, ?> values, List<Problem> problems) {
    this.manifest = manifest;
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  static CheckedFields of(Manifest manifest, List<Problem> problems) {
    return new CheckedFields(manifest, FieldPath.root(), manifest.document().root(), problems);
  }

  boolean has(String field) {
    return values.get(field) != null;
  }

  /** Reports every field that is not among {@code known}. */
  void allow(String... known) {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!List.of(known).contains(name)) {
        report(
            path.field(name),
            "unknown field; "
                + Spelling.closest(name, List.of(known))
                    .map(near -> "did you mean " + near + "?")
                    .orElse("known here: " + String.join(", ", known)));
      }
    }
  }

  /** Reports that {@code field} is missing, where it is. */
  void require(String field, String remedy) {
    if (!has(field)) {
      report(path.field(field), "is missing; " + remedy);
    }
  }

  /** The object at {@code field}; an empty one where there is none or something else. */
  CheckedFields object(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Map<?, ?>)) {
      mustBe(path.field(field), "an object (fields below it, indented)", value);
    }
    Map<?, ?> object = value instanceof Map<?, ?> map ? map : Map.of();
    return new CheckedFields(manifest, path.field(field), object, problems);
  }

  /** The objects of the list at {@code field}. */
  List<CheckedFields> objects(String field, int maximum) {
    List<CheckedFields> objects = new ArrayList<>();
    List<?> list = list(field, maximum);
    for (int i = 0; i < list.size(); i++) {
      FieldPath at = path.field(field).position(i);
      if (list.get(i) instanceof Map<?, ?> map) {
        objects.add(new CheckedFields(manifest, at, map, problems));
      } else {
        mustBe(at, "an object", list.get(i));
      }
    }
    return objects;
  }

  Optional<String> text(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof String)) {
      mustBe(path.field(field), "a text (put it in quotes)", value);
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The text at {@code field}, which must not be empty nor longer than {@code maximum}. */
  Optional<String> text(String field, int maximum) {
    Optional<String> text = text(field);
    if (text.filter(t -> t.isEmpty() || t.length() > maximum).isPresent()) {
      report(path.field(field), "must have 1 to " + maximum + " characters");
    }
    return text;
  }

  /** The text at {@code field}, which must match {@code pattern}, that is, be {@code expected}. */
  Optional<String> text(String field, Pattern pattern, String expected) {
    return text(field, pattern.asMatchPredicate(), expected);
  }

  /** The text at {@code field}, which must be {@code expected}, as {@code isSo} tells. */
  Optional<String> text(String field, Predicate<String> isSo, String expected) {
    Optional<String> text = text(field);
    if (text.filter(isSo.negate()).isPresent()) {
      mustBe(path.field(field), expected, text.get());
      return Optional.empty();
    }
    return text;
  }

  Optional<Long> integer(String field, long minimum, long maximum) {
    Object value = values.get(field);
    if (value instanceof Long number && number >= minimum && number <= maximum) {
      return Optional.of(number);
    }
    if (value != null) {
      mustBe(path.field(field), "a whole number from " + minimum + " to " + maximum, value);
    }
    return Optional.empty();
  }

  <E extends Enum<E>> Optional<E> choice(String field, Class<E> type) {
    Object value = values.get(field);
    return value == null ? Optional.empty() : choice(path.field(field), value, type);
  }

  /** The choices of the list at {@code field}. */
  <E extends Enum<E>> List<E> choices(String field, int maximum, Class<E> type) {
    List<?> list = list(field, maximum);
    List<E> choices = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      choice(path.field(field).position(i), list.get(i), type).ifPresent(choices::add);
    }
    return choices;
  }

  private <E extends Enum<E>> Optional<E> choice(FieldPath at, Object value, Class<E> type) {
    List<E> all = Arrays.asList(type.getEnumConstants());
    Optional<E> chosen = all.stream().filter(e -> e.name().equals(value)).findFirst();
    if (chosen.isEmpty()) {
      List<String> names = all.stream().map(Enum::name).toList();
      String near =
          Spelling.closest(String.valueOf(value), names)
              .map(name -> "; did you mean " + name + "?")
              .orElse("");
      report(at, "must be " + oneOf(names) + ", not " + shown(value) + near);
    }
    return chosen;
  }

  /** The texts of the list at {@code field}. */
  List<String> texts(String field, int maximum) {
    List<String> texts = new ArrayList<>();
    List<?> list = list(field, maximum);
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof String text) {
        texts.add(text);
      } else {
        mustBe(path.field(field).position(i), "a text (put it in quotes)", list.get(i));
      }
    }
    return texts;
  }

  /** The texts by name of the object at {@code field}. */
  Map<String, String> textMap(String field, int maximum) {
    Map<String, String> texts = new LinkedHashMap<>();
    CheckedFields object = object(field);
    for (Map.Entry<?, ?> entry : object.values.entrySet()) {
      if (entry.getValue() instanceof String text) {
        texts.put(String.valueOf(entry.getKey()), text);
      } else {
        mustBe(
            object.path.field(String.valueOf(entry.getKey())),
            "a text (put it in quotes)",
            entry.getValue());
      }
    }
    if (texts.size() > maximum) {
      report(path.field(field), "must have at most " + maximum + " entries");
    }
    return texts;
  }

  private List<?> list(String field, int maximum) {
    Object value = values.get(field);
    if (value != null && !(value instanceof List<?>)) {
      mustBe(path.field(field), "a list", value);
    }
    List<?> list = value instanceof List<?> l ? l : List.of();
    if (list.size() > maximum) {
      report(path.field(field), "must have at most " + maximum + " elements");
    }
    return list;
  }

  /** Reports {@code what} of the list at {@code field}, where it has no elements. */
  void requireElements(String field, String what) {
    if (values.get(field) instanceof List<?> list && list.isEmpty()) {
      report(path.field(field), what);
    }
  }

  /** Reports a mistake of this object as a whole. */
  void report(String what) {
    report(path, what);
  }

  private void mustBe(FieldPath at, String expected, Object value) {
    report(at, "must be " + expected + ", not " + shown(value));
  }

  private void report(FieldPath at, String what) {
    problems.add(manifest.problem(at, at + ": " + what));
  }

  private static String oneOf(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    String text = value instanceof String s ? '"' + s + '"' : value.toString();
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }
}
