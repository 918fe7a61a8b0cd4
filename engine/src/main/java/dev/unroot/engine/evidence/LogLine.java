package dev.unroot.engine.evidence;

import dev.unroot.engine.document.PrintableText;
import java.util.regex.Pattern;

/**
 * One line of what a container printed, fit to be looked at: cut, and without the colours and
 * control characters that may stand in the middle of words.
 *
 * @param text at most {@value #MAXIMUM} characters
 * @param lower the same with the capital letters of ASCII in lower case, so that a place in one is
 *     the same place in the other
 */
record LogLine(String text, String lower) {
  /** A longer line is cut here before it is looked at; its end is looked at, too. */
  static final int MAXIMUM = 500;

  /** Of these at most, the rest of a line being colours. */
  private static final int MAXIMUM_RAW = 4 * MAXIMUM;

  private static final int SHOWN = 200;
  private static final char ESCAPE = 0x1b;
  private static final char BELL = 0x07;
  private static final char DELETE = 0x7f;
  private static final char LAST_CONTROL = 0x9f;

  /** What follows a scheme and a name in a URL, and what follows the words for a secret. */
  private static final Pattern CREDENTIALS =
      Pattern.compile(
          "(://[^/@\\s:]{1,100}:|(?i:password|passwd|secret|token|api[_-]?key)[\"']?\\s{0,3}[=:]\\s{0,3}[\"']?)"
              + "[^\\s@\"',;]{1,300}");

  /** The line of {@code raw} that begins at {@code from} and ends before {@code to}. */
  static LogLine of(String raw, int from, int to) {
    String text = cleaned(raw, from, Math.min(to, from + MAXIMUM_RAW));
    return new LogLine(text, lower(text));
  }

  static LogLine of(String raw) {
    return of(raw, 0, raw.length());
  }

  /**
   * The end of a line that is cut: whatever was printed without a line break, bytes or a progress
   * bar, stands before the next words of the program. Nothing of a secret is left by the cut.
   */
  static LogLine endOf(String raw, int from, int to) {
    String end = masked(cleaned(raw, Math.max(from, to - MAXIMUM), to));
    String text = end.substring(Math.max(0, end.length() - SHOWN));
    return new LogLine(text, lower(text));
  }

  private static String cleaned(String raw, int from, int to) {
    StringBuilder text = new StringBuilder();
    int at = from;
    while (at < to && text.length() < MAXIMUM) {
      char c = raw.charAt(at);
      if (c == ESCAPE) {
        at = afterEscape(raw, at + 1, to);
        continue;
      }
      if (c == '\t' || c == '\n' || c == '\r') {
        text.append(' ');
      } else if (c >= ' ' && (c < DELETE || c > LAST_CONTROL)) {
        text.append(c);
      }
      at++;
    }
    return text.toString();
  }

  /** Where the text goes on after an escape sequence (ECMA-48) whose second character is here. */
  private static int afterEscape(String raw, int start, int to) {
    int at = start + 1;
    if (start < to && raw.charAt(start) == '[') {
      while (at < to && (raw.charAt(at) < '@' || raw.charAt(at) > '~')) {
        at++;
      }
      return at + 1;
    }
    if (start < to && raw.charAt(start) == ']') {
      while (at < to && raw.charAt(at) != BELL && raw.charAt(at) != ESCAPE) {
        at++;
      }
      return at + (at < to && raw.charAt(at) == ESCAPE ? 2 : 1);
    }
    return at;
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }

  /** The line as it is kept: readable, short, and without what looks like a secret. */
  String shown() {
    String masked = masked(PrintableText.line(text).strip());
    return masked.length() > SHOWN ? masked.substring(0, SHOWN) + "..." : masked;
  }

  private static String masked(String text) {
    return CREDENTIALS.matcher(text).replaceAll("$1***");
  }
}
