package dev.unroot.engine.document;

import java.util.regex.Pattern;

/**
 * Texts from outside made fit to be shown: control, format and separator characters could move a
 * terminal's cursor, turn the direction of reading or begin a new line of a log, and the API server
 * refuses some of them in YAML.
 */
public final class PrintableText {
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]");
  private static final Pattern UNPRINTABLE_BUT_LINES =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF&&[^\\n]]");

  private PrintableText() {}

  /** {@code text} in one line, with a space for each such character. */
  public static String line(String text) {
    return UNPRINTABLE.matcher(text).replaceAll(" ");
  }

  /** {@code text} with its line feeds, and a space for each other such character. */
  public static String lines(String text) {
    return UNPRINTABLE_BUT_LINES.matcher(text).replaceAll(" ");
  }
}
