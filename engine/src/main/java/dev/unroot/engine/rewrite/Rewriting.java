package dev.unroot.engine.rewrite;

/** What became of a text that was to be changed. */
public sealed interface Rewriting {
  /** It holds what was wanted; {@code text} is all of it. */
  record Done(String text) implements Rewriting {}

  /**
   * It is left alone.
   *
   * @param line where the reason is, counted from 1
   * @param why in words for the file's owner, such as {@code its value is shared by an anchor}
   */
  record Refused(int line, String why) implements Rewriting {}
}
