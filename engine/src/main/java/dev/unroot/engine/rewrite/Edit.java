package dev.unroot.engine.rewrite;

import java.util.Comparator;
import java.util.List;

/**
 * Other text in the place of a part of a text.
 *
 * @param start the offset where the part begins
 * @param end the offset behind its end; {@code start} where something is only put in between
 */
record Edit(int start, int end, String replacement) {
  /**
   * {@code text} with all of {@code edits}; what is put in at one place comes in the order given.
   */
  static String all(String text, List<Edit> edits) {
    StringBuilder edited = new StringBuilder();
    int at = 0;
    for (Edit edit : edits.stream().sorted(Comparator.comparingInt(Edit::start)).toList()) {
      if (edit.start < at) {
        throw new RefusedException(edit.start, "two changes meet in one place");
      }
      edited.append(text, at, edit.start).append(edit.replacement);
      at = edit.end;
    }
    return edited.append(text, at, text.length()).toString();
  }
}
