package dev.unroot.engine.rewrite;

import java.util.List;
import java.util.Map;

/** Values as YAML of one field a line, in the notation of a file. */
final class BlockText {
  private final Notation notation;
  private final StringBuilder text = new StringBuilder();

  private BlockText(Notation notation) {
    this.notation = notation;
  }

  /**
   * A field: its first line without indentation, the others for a field in {@code column}, and no
   * line end behind the last.
   */
  static String entry(Notation notation, int column, String name, Object value) {
    BlockText block = new BlockText(notation);
    block.entry(column, name, value);
    return block.text.toString();
  }

  /** What comes behind the colon of a field in {@code column}. */
  static String value(Notation notation, int column, Object value) {
    BlockText block = new BlockText(notation);
    block.value(column, value);
    return block.text.toString();
  }

  /**
   * An item of a list with its dash in {@code column}: its first line without indentation, and no
   * line end behind the last.
   *
   * @param gap how many spaces follow the dash
   */
  static String item(Notation notation, int column, int gap, Object value) {
    BlockText block = new BlockText(notation);
    block.item(column, gap, value);
    return block.text.toString();
  }

  private void entry(int column, String name, Object value) {
    text.append(Texts.yaml(name)).append(':');
    value(column, value);
  }

  private void value(int column, Object value) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      line(column + notation.step());
      entries(column + notation.step(), map);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      int dash = column + notation.listStep();
      for (Object item : list) {
        line(dash);
        item(dash, 1, item);
      }
    } else {
      text.append(' ');
      single(column + notation.step(), value);
    }
  }

  private void entries(int column, Map<?, ?> map) {
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (!first) {
        line(column);
      }
      first = false;
      entry(column, (String) entry.getKey(), entry.getValue());
    }
  }

  private void item(int dash, int gap, Object value) {
    int column = dash + 1 + gap;
    text.append('-').append(" ".repeat(gap));
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      entries(column, map);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      boolean first = true;
      for (Object inner : list) {
        if (!first) {
          line(column);
        }
        first = false;
        item(column, 1, inner);
      }
    } else {
      single(column, value);
    }
  }

  private void single(int column, Object value) {
    if (value instanceof Map<?, ?>) {
      text.append("{}");
    } else if (value instanceof List<?>) {
      text.append("[]");
    } else if (value instanceof String script && isLiteral(script)) {
      text.append(script.endsWith("\n") ? "|" : "|-");
      script.lines().forEach(line -> literal(column, line));
    } else {
      text.append(Texts.yaml(value));
    }
  }

  private void literal(int column, String line) {
    if (line.isEmpty()) {
      text.append(notation.lineEnd());
    } else {
      line(column);
      text.append(line);
    }
  }

  /** Whether it is a script that can stand as it is: several lines, nothing but what is seen. */
  private static boolean isLiteral(String script) {
    return script.indexOf('\n') >= 0
        && !script.isBlank()
        && !script.startsWith(" ")
        && !script.startsWith("\n")
        && !script.endsWith("\n\n")
        && script.lines().allMatch(line -> line.equals(line.stripTrailing()))
        && script.chars().allMatch(c -> c == '\n' || c >= ' ' && c < '\u007f');
  }

  private void line(int column) {
    text.append(notation.line(column));
  }
}
