package dev.unroot.engine.shell;

import java.util.List;

/** Reads words: what stands between blanks and operators, with quotes and expansions. */
final class WordReader {
  private static final String ENDS = " \t\n;&|<>()";

  private final Source source;
  private final ExpansionReader expansions;

  WordReader(Source source) {
    this.source = source;
    this.expansions = new ExpansionReader(source, this);
  }

  /** Whether a word begins here. */
  boolean atWord() {
    return !source.atEnd() && ENDS.indexOf(source.peek()) < 0;
  }

  /** Reads a word, which must be there. */
  Word word() {
    if (!atWord()) {
      throw source.unexpected();
    }
    Pieces pieces = new Pieces();
    while (atWord()) {
      piece(pieces);
    }
    if (pieces.isEmpty()) { // nothing but continued lines
      throw source.unexpected();
    }
    Word word = pieces.word();
    if ((source.peek() == '<' || source.peek() == '>') && mayBeDescriptor(word)) {
      throw source.broken("a descriptor that shells take differently");
    }
    return word;
  }

  /** {@code 12>} and {@code {name}>} are descriptors for some shells and words for others. */
  private static boolean mayBeDescriptor(Word word) {
    return word.pieces().size() == 1
        && word.pieces().get(0) instanceof Piece.Plain plain
        && (plain.text().chars().allMatch(c -> Source.isDigit((char) c))
            || plain.text().startsWith("{") && plain.text().length() > 2);
  }

  /** Reads what stands here outside of double quotes. */
  void piece(Pieces pieces) {
    switch (source.peek()) {
      case '\\' -> escaped(pieces);
      case '\'' -> singleQuoted(pieces);
      case '"' -> doubleQuoted(pieces);
      case '$' -> expansions.dollar(pieces, false);
      case '`' -> expansions.backquoted(pieces, false);
      default -> plain(pieces);
    }
  }

  private void plain(Pieces pieces) {
    char c = source.peek();
    if (c != ' ' && c != '\t' && (Character.isWhitespace(c) || Character.isSpaceChar(c))) {
      throw source.broken("a blank that is none for every shell");
    }
    pieces.plain(source.take());
  }

  private void escaped(Pieces pieces) {
    if (source.peek(1) == '\n') {
      source.takeContinuation();
      return;
    }
    source.skip(1);
    if (source.atEnd()) {
      throw source.broken("a backslash at the end");
    }
    pieces.quoted(source.take());
  }

  private void singleQuoted(Pieces pieces) {
    int begin = source.line();
    source.skip(1);
    pieces.quoted("");
    while (source.peek() != '\'') {
      quotedCharacter(pieces, begin);
    }
    source.skip(1);
  }

  /** Takes one character in quotes as it is. */
  private void quotedCharacter(Pieces pieces, int begin) {
    if (source.atEnd()) {
      throw new NotUnderstoodException(begin, "quotes that are not closed");
    }
    if (source.peek() == '\n') {
      source.takeQuotedLine();
      pieces.quoted('\n');
    } else {
      pieces.quoted(source.take());
    }
  }

  private void doubleQuoted(Pieces pieces) {
    int begin = source.line();
    source.skip(1);
    source.enter();
    Pieces inner = new Pieces();
    while (source.peek() != '"') {
      switch (source.peek()) {
        case '\\' -> escapedInDoubleQuotes(inner, begin, "$`\"\\");
        case '$' -> expansions.dollar(inner, true);
        case '`' -> expansions.backquoted(inner, true);
        default -> quotedCharacter(inner, begin);
      }
    }
    source.leave();
    source.skip(1);
    List<Piece> found = inner.word().pieces();
    if (found.isEmpty()) {
      pieces.quoted("");
    } else if (found.size() == 1 && found.get(0) instanceof Piece.Quoted text) {
      pieces.quoted(text.text());
    } else {
      pieces.add(new Piece.DoubleQuoted(found));
    }
  }

  private void escapedInDoubleQuotes(Pieces pieces, int begin, String special) {
    char next = source.peek(1);
    if (next == '\n') {
      source.takeContinuation();
    } else if (next != Source.END && special.indexOf(next) >= 0) {
      source.skip(1);
      pieces.quoted(source.take());
    } else {
      quotedCharacter(pieces, begin); // the backslash, which means itself
    }
  }

  /** All of a here-document in which expansions are replaced. */
  Word hereDocument() {
    Pieces pieces = new Pieces();
    int begin = source.line();
    while (!source.atEnd()) {
      switch (source.peek()) {
        case '\\' -> escapedInDoubleQuotes(pieces, begin, "$`\\");
        case '$' -> expansions.dollar(pieces, true);
        case '`' -> expansions.backquoted(pieces, true);
        default -> quotedCharacter(pieces, begin);
      }
    }
    return pieces.word();
  }
}
