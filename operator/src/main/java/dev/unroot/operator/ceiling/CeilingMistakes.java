package dev.unroot.operator.ceiling;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.PrintableText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The mistakes of one file, as they are found; bounded, since nobody reads thousands. */
final class CeilingMistakes {
  static final int MOST = 100;

  private static final int LONGEST_PATH = 120;
  private static final int LONGEST_SHOWN = 60;

  private final String file;
  private final List<Mistake> found = new ArrayList<>();

  /** What is wrong at a line, counted from 1; 0 is the file as a whole. */
  private record Mistake(int line, String what) {}

  CeilingMistakes(String file) {
    this.file = file;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Each as {@code file:line: what}, in the order of the file. */
  List<String> lines() {
    return found.stream()
        .sorted(Comparator.comparingInt(m -> m.line() == 0 ? Integer.MAX_VALUE : m.line()))
        .map(m -> (m.line() == 0 ? file : file + ":" + m.line()) + ": " + m.what())
        .map(PrintableText::line)
        .toList();
  }

  void add(int line, String what) {
    if (found.size() < MOST) {
      found.add(new Mistake(line, what));
    } else if (found.size() == MOST) {
      found.add(new Mistake(0, "has more mistakes than these " + MOST));
    }
  }

  /** Notes what is wrong with the field at {@code path}. */
  void add(Document.Parsed document, FieldPath path, String what) {
    add(document.lineOf(path), cut(path.toString(), LONGEST_PATH) + ": " + what);
  }

  /** Notes that the field at {@code path} is {@code value} and not what it has to be. */
  void mustBe(Document.Parsed document, FieldPath path, String expected, Object value) {
    add(document, path, "must be " + expected + ", not " + shown(value));
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    String text = cut(value.toString(), LONGEST_SHOWN);
    return value instanceof String ? '"' + text + '"' : text;
  }

  private static String cut(String text, int length) {
    return text.length() > length ? text.substring(0, length) + "..." : text;
  }
}
