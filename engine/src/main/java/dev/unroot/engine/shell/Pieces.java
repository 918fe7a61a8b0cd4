package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;

/** A word in the making: joins neighbours of a kind. */
final class Pieces {
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean hasText;
  private boolean quoted;

  void plain(char c) {
    begin(false);
    text.append(c);
  }

  void quoted(char c) {
    begin(true);
    text.append(c);
  }

  void quoted(String characters) {
    begin(true);
    text.append(characters);
  }

  void add(Piece piece) {
    end();
    pieces.add(piece);
  }

  boolean isEmpty() {
    return pieces.isEmpty() && !hasText;
  }

  Word word() {
    end();
    return new Word(pieces);
  }

  private void begin(boolean inQuotes) {
    if (hasText && quoted != inQuotes) {
      end();
    }
    hasText = true;
    quoted = inQuotes;
  }

  private void end() {
    if (hasText) {
      pieces.add(quoted ? new Piece.Quoted(text.toString()) : new Piece.Plain(text.toString()));
      text.setLength(0);
      hasText = false;
    }
  }
}
