package dev.unroot.engine.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value and where it stands in the text: from {@code start} to {@code end}, behind its last
 * character. What comes after it in its last line, such as a comment, is not part of it.
 */
sealed interface Span {
  int start();

  int end();

  /**
   * A text, a number, a truth or nothing.
   *
   * @param style how it is written
   */
  record Scalar(int start, int end, String value, Style style) implements Span {
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

    /** How a scalar is written. */
    enum Style {
      PLAIN,
      SINGLE_QUOTED,
      DOUBLE_QUOTED,
      BLOCK
    }

    /** Whether it means that there is nothing. */
    boolean isNull() {
      return style == Style.PLAIN && NULL.contains(value);
    }

    /** Whether nothing at all is written. */
    boolean isMissing() {
      return start == end && style == Style.PLAIN;
    }
  }

  /** The name of a value that stands elsewhere. */
  record Alias(int start, int end) implements Span {}

  /** An object; {@code flow} where it stands in braces. */
  record Mapping(int start, int end, boolean flow, List<Entry> entries) implements Span {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The field {@code name}, where it is written here and not merged from elsewhere. */
    Optional<Entry> entry(String name) {
      return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
  }

  /** A list; {@code flow} where it stands in brackets. */
  record Sequence(int start, int end, boolean flow, List<Span> items) implements Span {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A field of an object. */
  record Entry(String name, Span key, Span value) {
    int start() {
      return key.start();
    }

    /** Behind its last character. */
    int end() {
      return Math.max(key.end(), value.end());
    }
  }
}
