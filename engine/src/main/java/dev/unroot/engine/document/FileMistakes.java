package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The mistakes of one file, as they are found; bounded, since nobody reads thousands. */
public final class FileMistakes {
  /** No more are listed. */
  public static final int MOST = 100;

  private static final int LONGEST_PATH = 120;
  private static final int LONGEST_SHOWN = 60;

  private final List<FileMistake> found = new ArrayList<>();

  /** Those found so far, in the order of the file; last what is of the file as a whole. */
  public List<FileMistake> found() {
    return found.stream()
        .sorted(Comparator.comparingInt(m -> m.line() == 0 ? Integer.MAX_VALUE : m.line()))
        .toList();
  }

  public int count() {
    return found.size();
  }

  public boolean isFull() {
    return found.size() >= MOST;
  }

  public void add(int line, String what) {
    if (found.size() <= MOST) {
      found.add(new FileMistake(line, what));
    }
  }

  /** Notes what is wrong with the field at {@code path} of {@code document}. */
  public void add(Document.Parsed document, FieldPath path, String what) {
    if (!isFull()) {
      add(document.lineOf(path), cut(path.toString(), LONGEST_PATH) + ": " + what);
    }
  }

  /** Notes that the field at {@code path} is {@code value} and not what it has to be. */
  public void mustBe(Document.Parsed document, FieldPath path, String expected, Object value) {
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
