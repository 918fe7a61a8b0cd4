package dev.unroot.engine.rewrite;

import dev.unroot.engine.document.Scalars;
import java.util.Locale;
import java.util.regex.Pattern;

/** Single values as text. */
final class Texts {
  /** What means itself in YAML wherever it stands, in braces and as a key too. */
  private static final Pattern PLAIN =
      Pattern.compile("-{0,2}[A-Za-z0-9_./]([A-Za-z0-9_./+=@:-]*[A-Za-z0-9_./+=@-])?");

  private static final char LAST_CONTROL = ' ' - 1;

  private Texts() {}

  /** {@code value} in YAML: a text without quotes where every reader takes it for that text. */
  static String yaml(Object value) {
    return value instanceof String text
            && PLAIN.matcher(text).matches()
            && Scalars.isPlainText(text)
        ? text
        : json(value);
  }

  /** {@code value} in JSON. */
  static String json(Object value) {
    return value instanceof String text ? quoted(text) : number(value);
  }

  private static String number(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new IllegalArgumentException("not a single value: " + value.getClass());
  }

  /** In single quotes, which cannot hold line ends. */
  static boolean fitsSingleQuotes(String text) {
    return text.chars().allMatch(c -> c > LAST_CONTROL && c != '\u007f');
  }

  /** {@code text} in single quotes. */
  static String singleQuoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** {@code text} in double quotes, as JSON and YAML both read it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c <= LAST_CONTROL || c >= '\u007f' && c <= '\u009f' || c == '\uFEFF') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
