package dev.unroot.engine.shell;

import java.util.List;
import java.util.Set;

/** Writes the texts of here-documents. */
final class HereDocumentText {
  private static final String WORD = "EOF";

  private HereDocumentText() {}

  /** What stands after {@code <<}: in quotes where nothing in the text is replaced. */
  static String delimiter(HereText text) {
    return isLiteral(text) ? "'" + word(text) + "'" : word(text);
  }

  /** The text and the line that ends it. */
  static String body(HereText text) {
    return content(text) + word(text) + "\n";
  }

  private static String content(HereText text) {
    return isLiteral(text)
        ? text.word().literal().orElse("")
        : WordRenderer.hereDocument(text.word());
  }

  private static boolean isLiteral(HereText text) {
    return text.word().pieces().stream().allMatch(Piece.Quoted.class::isInstance);
  }

  /** A word that no line of the text is. */
  private static String word(HereText text) {
    Set<String> lines = Set.copyOf(List.of(content(text).split("\n", -1)));
    String word = WORD;
    for (int i = 1; lines.contains(word); i++) {
      word = WORD + i;
    }
    return word;
  }
}
