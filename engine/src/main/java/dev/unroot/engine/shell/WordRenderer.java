package dev.unroot.engine.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Writes words, quoting what was quoted. */
final class WordRenderer {
  private static final IntPredicate IN_DOUBLE_QUOTES = c -> "\\$`\"".indexOf(c) >= 0;
  private static final IntPredicate IN_HERE_DOCUMENT = c -> "\\$`".indexOf(c) >= 0;

  private final Renderer renderer;

  WordRenderer(Renderer renderer) {
    this.renderer = renderer;
  }

  void word(Word word) {
    renderer.write(unquoted(word.pieces()));
  }

  /** The text of a here-document in which expansions are replaced. */
  static String hereDocument(Word word) {
    return quoted(word.pieces(), IN_HERE_DOCUMENT);
  }

  private static String unquoted(List<Piece> pieces) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece instanceof Piece.Plain plain) {
        out.append(plain.text());
      } else if (piece instanceof Piece.Quoted quoted) {
        out.append('\'').append(quoted.text().replace("'", "'\\''")).append('\'');
      } else if (piece instanceof Piece.DoubleQuoted quoted) {
        out.append('"').append(quoted(quoted.pieces(), IN_DOUBLE_QUOTES)).append('"');
      } else {
        boolean apart =
            i + 1 < pieces.size()
                && pieces.get(i + 1) instanceof Piece.Plain next
                && Source.isNamePart(next.text().charAt(0));
        out.append(expansion(piece, apart, Optional.empty()));
      }
    }
    return out.toString();
  }

  private static String quoted(List<Piece> pieces, IntPredicate special) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece instanceof Piece.Plain plain) {
        out.append(plain.text()); // a pattern that is cut off
      } else if (piece instanceof Piece.Quoted quoted) {
        escape(quoted.text(), special, out);
      } else {
        boolean apart =
            i + 1 < pieces.size()
                && pieces.get(i + 1) instanceof Piece.Quoted next
                && !next.text().isEmpty()
                && Source.isNamePart(next.text().charAt(0));
        out.append(expansion(piece, apart, Optional.of(special)));
      }
    }
    return out.toString();
  }

  private static void escape(String text, IntPredicate special, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (special.test(c)) {
        out.append('\\');
      }
      out.append(c);
    }
  }

  /**
   * An expansion.
   *
   * @param apart whether a character follows that would be read as part of its name
   * @param special what has to be escaped where it stands in quotes; absent outside of them
   */
  private static String expansion(Piece piece, boolean apart, Optional<IntPredicate> special) {
    if (piece instanceof Piece.Parameter parameter) {
      String name = parameter.name();
      if (parameter.operation().isEmpty()) {
        return apart || name.length() > 1 && Source.isDigit(name.charAt(0))
            ? "${" + name + "}"
            : "$" + name;
      }
      Piece.Operation operation = parameter.operation().get();
      List<Piece> operand = operation.operand().pieces();
      String text = special.map(s -> quoted(operand, s)).orElseGet(() -> unquoted(operand));
      return "${" + name + operation.operator() + text + "}";
    } else if (piece instanceof Piece.Length length) {
      return "${#" + length.name() + "}";
    } else if (piece instanceof Piece.Substitution substitution) {
      return "$(" + Renderer.inline(substitution.script()) + ")";
    } else if (piece instanceof Piece.Arithmetic arithmetic) {
      return "$((" + arithmetic.text() + "))";
    }
    throw new IllegalStateException("no expansion: " + piece.getClass());
  }
}
