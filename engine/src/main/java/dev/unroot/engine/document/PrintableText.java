package dev.unroot.engine.document;

/**
 * Texts from outside made fit to be shown: nothing in them may steer a terminal, look like
 * something else or end a line, and with it a log entry or a comment. The API server refuses some
 * of these characters in YAML, too.
 */
public final class PrintableText {
  private static final int LAST_TWO_OF_PLANE = 0xFFFE;

  private PrintableText() {}

  /**
   * {@code text} with a question mark for each control and format character (line breaks and tabs
   * among them), line and paragraph separator, lone surrogate and noncharacter at the end of a
   * plane.
   */
  public static String line(String text) {
    return shown(text, false);
  }

  /** The same for a text of several lines: its line feeds stay. */
  public static String lines(String text) {
    return shown(text, true);
  }

  private static String shown(String text, boolean lineFeeds) {
    if (isAscii(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> isPrintable(c) || lineFeeds && c == '\n' ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** Whether every character is a printable one of ASCII: nearly every text is. */
  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character < ' ' || character > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> (character & LAST_TWO_OF_PLANE) != LAST_TWO_OF_PLANE;
    };
  }
}
