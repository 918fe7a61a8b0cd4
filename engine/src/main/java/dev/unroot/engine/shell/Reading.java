package dev.unroot.engine.shell;

/** What reading a script came to. */
public sealed interface Reading {
  /** The longest text that is read, in characters. */
  int MAXIMUM_LENGTH = 65_536;

  /** How deeply commands, substitutions and quotes are nested at most. */
  int MAXIMUM_DEPTH = 40;

  /** The script is what {@code script} says, to the last word. */
  record Understood(Script script) implements Reading {}

  /**
   * Something in it is broken, or would not be read the same way by every shell.
   *
   * @param line where, from 1
   * @param reason what, for a person; holds no text of the script but single characters and words
   *     of the language
   */
  record NotUnderstood(int line, String reason) implements Reading {}

  /** Reads {@code text}; never throws. */
  static Reading of(String text, Dialect dialect) {
    try {
      return new Understood(CommandReader.script(text, dialect));
    } catch (NotUnderstoodException e) {
      return new NotUnderstood(e.line(), e.reason());
    }
  }
}
