package dev.unroot.engine.rewrite;

import java.util.Comparator;
import java.util.List;

/**
 * Other text in the place of a part of a text.
 *
 * @param start the offset where the part begins
 * @param end the offset behind its end; {@code start} where something is only put in between
 */
public record Edit(int start, int end, String replacement) {
  /** In the order of their places; what is put in at one place stays in its order. */
  static List<Edit> sorted(List<Edit> edits) {
    return edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList();
  }

  /**
   * {@code text} with all of {@code edits}.
   *
   * @param edits in the order of their places, of which none overlap
   */
  public static String all(String text, List<Edit> edits) {
    StringBuilder edited = new StringBuilder();
    int at = 0;
    for (Edit edit : edits) {
      if (edit.start < at) {
        throw new RefusedException(edit.start, "two changes meet in one place");
      }
      edited.append(text, at, edit.start).append(edit.replacement);
      at = edit.end;
    }
    return edited.append(text, at, text.length()).toString();
  }
}
