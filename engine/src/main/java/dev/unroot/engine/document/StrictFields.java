package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A look at one object of a file that people write (image facts, a failure table): notes every
 * mistake and goes on.
 */
public final class StrictFields {
  private static final int MOST_ELEMENTS = 64;
  private static final int LONGEST_VALUE = 1_000;

  private final Document.Parsed document;
  private final FieldPath path;
  private final Map<?, ?> values;
  private final FileMistakes mistakes;

  private StrictFields(
      Document.Parsed document, FieldPath path, Map<?, ?> values, FileMistakes mistakes) {
    this.document = document;
    this.path = path;
    this.values = values;
    this.mistakes = mistakes;
  }

  public static StrictFields of(Document.Parsed document, FileMistakes mistakes) {
    return new StrictFields(document, FieldPath.root(), document.root(), mistakes);
  }

  public boolean has(String field) {
    return values.containsKey(field);
  }

  public boolean isInteger(String field) {
    return values.get(field) instanceof Long;
  }

  /** Notes every field that is not among {@code known}. */
  public void allow(List<String> known) {
    for (Object key : values.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        report(
            path.field(name),
            "unknown field; "
                + Spelling.closest(name, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("known here: " + String.join(", ", known)));
      }
    }
  }

  /** Notes that {@code field} is missing, where it is. */
  public void require(String field, String remedy) {
    if (!has(field)) {
      report(path.field(field), "is missing; " + remedy);
    }
  }

  /** The object at {@code field}; an empty one where there is none or something else. */
  public StrictFields object(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Map<?, ?>)) {
      mustBe(path.field(field), "an object (fields below it, indented)", value);
    }
    Map<?, ?> object = value instanceof Map<?, ?> map ? map : Map.of();
    return new StrictFields(document, path.field(field), object, mistakes);
  }

  /** The text at {@code field}, one line of 1 to {@code maximum} characters. */
  public Optional<String> text(String field, int maximum) {
    Optional<String> text = text(path.field(field), values.get(field));
    if (text.filter(t -> t.isBlank() || t.length() > maximum || !isLine(t)).isPresent()) {
      report(field, "must be one line of 1 to " + maximum + " characters");
    }
    return text;
  }

  private static boolean isLine(String text) {
    return PrintableText.line(text).equals(text);
  }

  /** The text at {@code field}, which must match {@code pattern}, that is, be {@code expected}. */
  public Optional<String> text(String field, Pattern pattern, String expected) {
    return text(path.field(field), values.get(field), pattern, expected);
  }

  /** The texts of the list at {@code field}, each as {@code pattern} wants it. */
  public List<String> texts(String field, Pattern pattern, String expected) {
    List<String> texts = new ArrayList<>();
    List<?> list = list(field);
    for (int i = 0; i < list.size(); i++) {
      text(path.field(field).position(i), list.get(i), pattern, expected).ifPresent(texts::add);
    }
    return texts.stream().distinct().toList();
  }

  /** The texts by name of the object at {@code field}. */
  public Map<String, String> textMap(String field, Pattern names, String expected) {
    Map<String, String> texts = new LinkedHashMap<>();
    StrictFields object = object(field);
    object.values.forEach(
        (key, value) -> {
          FieldPath at = object.path.field(String.valueOf(key));
          if (!names.matcher(String.valueOf(key)).matches()) {
            report(at, "the name must be " + expected);
          }
          object.text(at, value).ifPresent(text -> texts.put(String.valueOf(key), text));
          if (String.valueOf(value).length() > LONGEST_VALUE) {
            report(at, "must have at most " + LONGEST_VALUE + " characters");
          }
        });
    if (texts.size() > MOST_ELEMENTS) {
      report(field, "must have at most " + MOST_ELEMENTS + " entries");
    }
    return texts;
  }

  /** The names of this object's fields. */
  public List<String> names() {
    return values.keySet().stream().map(String::valueOf).toList();
  }

  public Optional<Long> integer(String field, long minimum, long maximum) {
    Object value = values.get(field);
    if (value instanceof Long number && number >= minimum && number <= maximum) {
      return Optional.of(number);
    }
    if (value != null) {
      mustBe(path.field(field), "a whole number from " + minimum + " to " + maximum, value);
    }
    return Optional.empty();
  }

  /** The flag at {@code field}; false where there is none. */
  public boolean flag(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof Boolean)) {
      mustBe(path.field(field), "true or false", value);
    }
    return value instanceof Boolean flag && flag;
  }

  /** The list at {@code field}; an empty one where there is none or something else. */
  public List<?> list(String field) {
    Object value = values.get(field);
    if (value != null && !(value instanceof List<?>)) {
      mustBe(path.field(field), "a list", value);
    }
    List<?> list = value instanceof List<?> l ? l : List.of();
    if (list.size() > MOST_ELEMENTS) {
      report(field, "must have at most " + MOST_ELEMENTS + " elements");
      return List.of();
    }
    return list;
  }

  /** Notes a mistake of this object as a whole. */
  public void report(String what) {
    report(path, what);
  }

  public void report(String field, String what) {
    report(path.field(field), what);
  }

  public void mustBe(String field, int index, String expected, Object value) {
    mustBe(path.field(field).position(index), expected, value);
  }

  private Optional<String> text(
      FieldPath at, @Nullable Object value, Pattern pattern, String expected) {
    Optional<String> text = text(at, value);
    if (text.filter(t -> !pattern.matcher(t).matches()).isPresent()) {
      mustBe(at, expected, text.get());
      return Optional.empty();
    }
    return text;
  }

  private Optional<String> text(FieldPath at, @Nullable Object value) {
    if (value != null && !(value instanceof String)) {
      mustBe(at, "a text (put it in quotes)", value);
    }
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  private void mustBe(FieldPath at, String expected, Object value) {
    mistakes.mustBe(document, at, expected, value);
  }

  private void report(FieldPath at, String what) {
    mistakes.add(document, at, what);
  }
}
