package dev.unroot.engine.ownership;

import dev.unroot.engine.document.PrintableText;

/** Texts of others, made fit to be shown and cut. */
final class ShownText {
  /** The longest name that Kubernetes gives an object. */
  private static final int LONGEST_NAME = 253;

  private static final int LONGEST_SENTENCE = 2 * LONGEST_NAME;

  private ShownText() {}

  static String name(String text) {
    return shown(text, LONGEST_NAME);
  }

  static String sentence(String text) {
    return shown(text, LONGEST_SENTENCE);
  }

  /** Half a character that a cut leaves becomes a question mark. */
  private static String shown(String text, int most) {
    return PrintableText.line(text.length() <= most ? text : text.substring(0, most));
  }
}
