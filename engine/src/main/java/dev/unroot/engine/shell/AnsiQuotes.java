package dev.unroot.engine.shell;

/** Reads {@code $'..'} of bash. */
final class AnsiQuotes {
  private static final String LETTERS = "abefnrtv\\'\"?";
  private static final String MEANINGS = "\u0007\b\u001b\f\n\r\t\u000b\\'\"?";

  private AnsiQuotes() {}

  /** Reads the quotes that begin with the {@code $} here. */
  static void read(Source source, Pieces pieces) {
    if (source.dialect() != Dialect.BASH) {
      throw source.broken("$'..', which not every shell knows");
    }
    source.skip(2);
    pieces.quoted("");
    while (source.peek() != '\'') {
      if (source.atEnd()) {
        throw source.broken("quotes that are not closed");
      } else if (source.peek() == '\n') {
        source.takeQuotedLine();
        pieces.quoted('\n');
      } else if (source.peek() == '\\') {
        pieces.quoted(escaped(source));
      } else {
        pieces.quoted(source.take());
      }
    }
    source.skip(1);
  }

  private static char escaped(Source source) {
    int letter = LETTERS.indexOf(source.peek(1));
    char meaning = letter < 0 ? Source.END : MEANINGS.charAt(letter);
    if (meaning != '\n' && meaning != '\t' && Character.isISOControl(meaning)) {
      throw source.broken("a control character");
    }
    source.skip(2);
    return meaning;
  }
}
