package dev.unroot.engine.shell;

import java.util.List;
import java.util.Optional;

/** A word of a command. Neither two plain nor two quoted pieces follow each other. */
public record Word(List<Piece> pieces) {
  /** A word of no pieces: the value in {@code name=}, or an empty here-document. */
  public static final Word EMPTY = new Word(List.of());

  /** Copies the pieces. */
  public Word {
    pieces = List.copyOf(pieces);
  }

  /** A word that means {@code text}, whatever it holds. */
  public static Word quoted(String text) {
    return new Word(List.of(new Piece.Quoted(text)));
  }

  /** A word written as {@code text}, which holds nothing that the shell would replace or split. */
  public static Word plain(String text) {
    return new Word(List.of(new Piece.Plain(text)));
  }

  /** What it means in every shell and every environment; absent where the shell may replace it. */
  public Optional<String> literal() {
    if (isPlain("[") || isPlain("{}")) { // a command, and what find replaces
      return Optional.of(((Piece.Plain) pieces.get(0)).text());
    }
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece instanceof Piece.Quoted quoted) {
        text.append(quoted.text());
      } else if (piece instanceof Piece.Plain plain && meansItself(plain.text())) {
        text.append(plain.text());
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }

  /** Whether it is {@code text}, without any quotes. */
  public boolean isPlain(String text) {
    return pieces.size() == 1
        && pieces.get(0) instanceof Piece.Plain plain
        && plain.text().equals(text);
  }

  /** No pattern, no braces that bash multiplies, no home directory. */
  private static boolean meansItself(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("*?[{".indexOf(c) >= 0
          || c == '~' && (i == 0 || text.charAt(i - 1) == '=' || text.charAt(i - 1) == ':')) {
        return false;
      }
    }
    return true;
  }
}
