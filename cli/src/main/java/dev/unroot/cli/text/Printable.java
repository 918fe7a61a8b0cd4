package dev.unroot.cli.text;

/**
 * Manifests come from anybody: nothing in them may steer the terminal, look like something else or
 * end a line, and with it a comment.
 */
public final class Printable {
  private static final int LAST_TWO_OF_PLANE = 0xFFFE;

  private Printable() {}

  /**
   * {@code text} with a question mark for each control and format character (line breaks and tabs
   * among them), line and paragraph separator, lone surrogate and noncharacter at the end of a
   * plane.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> isPrintable(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown.toString();
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
