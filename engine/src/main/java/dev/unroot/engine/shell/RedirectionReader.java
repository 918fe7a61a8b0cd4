package dev.unroot.engine.shell;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads redirections. */
final class RedirectionReader {
  private static final List<Direction> LONGEST_FIRST =
      Stream.of(Direction.values())
          .sorted(Comparator.comparing(d -> -d.operator().length()))
          .toList();

  private final Source source;
  private final WordReader words;

  RedirectionReader(Source source, WordReader words) {
    this.source = source;
    this.words = words;
  }

  /** Whether a redirection begins here. */
  boolean atRedirection() {
    char c = source.peek();
    return c == '<' || c == '>' || source.atDescriptor() || source.startsWith("&>");
  }

  Redirection redirection() {
    OptionalInt descriptor =
        source.atDescriptor() ? OptionalInt.of(source.take() - '0') : OptionalInt.empty();
    if (source.startsWith("<<") && !source.startsWith("<<<")) {
      return hereDocument(descriptor);
    }
    Direction direction =
        LONGEST_FIRST.stream().filter(d -> source.startsWith(d.operator())).findFirst().get();
    boolean ofBash =
        direction == Direction.TEXT
            || direction == Direction.WRITE_ALL
            || direction == Direction.APPEND_ALL;
    if (ofBash && source.dialect() != Dialect.BASH) {
      throw source.broken(direction.operator() + ", which not every shell knows");
    }
    source.skip(direction.operator().length());
    source.skipBlanks();
    Word target = words.word();
    boolean isDescriptor =
        target.isPlain("-")
            || target
                .literal()
                .filter(text -> text.length() == 1 && Source.isDigit(text.charAt(0)))
                .isPresent();
    if (direction.duplicates() && !isDescriptor) {
      throw source.broken(direction.operator() + " with something else than a descriptor");
    }
    return new Redirection.File(descriptor, direction, target);
  }

  private Redirection hereDocument(OptionalInt descriptor) {
    source.skip(2);
    boolean stripsTabs = source.peek() == '-';
    source.skip(stripsTabs ? 1 : 0);
    source.skipBlanks();
    Word word = words.word();
    StringBuilder delimiter = new StringBuilder();
    boolean quoted = false;
    for (Piece piece : word.pieces()) {
      if (piece instanceof Piece.Quoted text) {
        quoted = true;
        delimiter.append(text.text());
      } else if (piece instanceof Piece.Plain text) {
        delimiter.append(text.text());
      } else {
        throw source.broken("a here-document that ends with a variable");
      }
    }
    if (delimiter.isEmpty() || delimiter.indexOf("\n") >= 0) {
      throw source.broken("a here-document that ends with no word");
    }
    HereText text = new HereText();
    source.await(new Source.PendingText(delimiter.toString(), stripsTabs, quoted, text));
    return new Redirection.HereDocument(descriptor, text);
  }
}
