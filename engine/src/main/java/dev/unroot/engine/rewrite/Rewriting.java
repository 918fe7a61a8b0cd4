package dev.unroot.engine.rewrite;

import java.util.List;

/** What became of a text that was to be changed. */
public sealed interface Rewriting {
  /**
   * It holds what was wanted.
   *
   * @param text all of it
   * @param edits what makes it of the text that was, in the order of their places
   */
  record Done(String text, List<Edit> edits) implements Rewriting {
    public Done {
      edits = List.copyOf(edits);
    }
  }

  /**
   * It is left alone.
   *
   * @param line where the reason is, counted from 1
   * @param why in words for the file's owner, such as {@code its value is shared by an anchor}
   */
  record Refused(int line, String why) implements Rewriting {}
}
