package dev.unroot.engine.shell;

import java.util.List;
import java.util.Optional;

/** Reads what begins with {@code $} or a backquote. */
final class ExpansionReader {
  private static final String SPECIAL = "@*#?-$!";
  private static final List<String> OPERATORS = // longer ones first
      List.of(":-", ":=", ":?", ":+", "-", "=", "?", "+", "##", "#", "%%", "%");
  private static final String ESCAPED = "$`\\"; // what a backslash in double quotes works on
  private static final String OF_ARITHMETIC = " \t_+-*/%<>=&|^~!?:,(){}$";

  private final Source source;
  private final WordReader words;

  ExpansionReader(Source source, WordReader words) {
    this.source = source;
    this.words = words;
  }

  /** Reads what begins with the {@code $} here. */
  void dollar(Pieces pieces, boolean quoted) {
    char next = source.peek(1);
    if (next == '(') {
      pieces.add(source.peek(2) == '(' ? arithmetic() : substitution());
    } else if (next == '{') {
      pieces.add(braced(quoted));
    } else if (Source.isNameStart(next)) {
      source.skip(1);
      String name = source.run(Source::isNamePart);
      source.skip(name.length());
      pieces.add(Piece.Parameter.of(name));
    } else if (Source.isDigit(next) || next != Source.END && SPECIAL.indexOf(next) >= 0) {
      source.skip(2);
      pieces.add(Piece.Parameter.of(String.valueOf(next)));
    } else if (next == '\'' && !quoted) {
      AnsiQuotes.read(source, pieces);
    } else if (next == '"' && !quoted || next == '[' || next == '\\' && source.peek(2) == '\n') {
      throw source.broken("a $ that shells take differently");
    } else {
      source.skip(1);
      pieces.quoted('$'); // means itself
    }
  }

  private Piece substitution() {
    source.skip(2);
    return new Piece.Substitution(source.substitution());
  }

  private Piece arithmetic() {
    source.skip(3);
    StringBuilder text = new StringBuilder();
    int open = 0;
    while (open > 0 || source.peek() != ')') {
      char c = source.peek();
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      boolean known = Source.isNamePart(c) || c != Source.END && OF_ARITHMETIC.indexOf(c) >= 0;
      if (!known || c == '$' && !Source.isNameStart(source.peek(1)) && source.peek(1) != '{') {
        throw source.broken("$(( )) with more than numbers and variables");
      }
      text.append(source.take());
    }
    source.expect("))");
    return new Piece.Arithmetic(text.toString());
  }

  private Piece braced(boolean quoted) {
    source.skip(2);
    if (source.peek() == '#' && source.peek(1) != '}') {
      source.skip(1);
      String name = name();
      source.expect("}");
      return new Piece.Length(name);
    }
    if (source.peek(1) == '}'
        && source.peek() != Source.END
        && SPECIAL.indexOf(source.peek()) >= 0) {
      String special = String.valueOf(source.take());
      source.skip(1);
      return Piece.Parameter.of(special);
    }
    String name =
        source.peek() == '@' || source.peek() == '*' ? String.valueOf(source.take()) : name();
    if (source.peek() == '}') {
      source.skip(1);
      return Piece.Parameter.of(name);
    }
    return new Piece.Parameter(name, Optional.of(operation(quoted)));
  }

  private String name() {
    String name = source.run(Source::isNamePart);
    boolean positional = !name.isEmpty() && name.chars().allMatch(c -> Source.isDigit((char) c));
    if (!positional && !Source.isName(name)) {
      throw source.broken("${..} of a kind that is not in every shell");
    }
    source.skip(name.length());
    return name;
  }

  private Piece.Operation operation(boolean quoted) {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator)) {
        source.skip(operator.length());
        return new Piece.Operation(operator, operand(operator, quoted));
      }
    }
    throw source.broken("${..} of a kind that is not in every shell");
  }

  private Word operand(String operator, boolean quoted) {
    source.enter();
    boolean pattern = operator.startsWith("#") || operator.startsWith("%");
    Pieces pieces = new Pieces();
    while (source.peek() != '}') {
      char c = source.peek();
      if (source.atEnd() || c == '\n' || c == '{') {
        throw source.broken("${..} that is not closed on its line, or holds a brace");
      }
      if (!quoted) {
        words.piece(pieces);
      } else {
        quotedOperand(pieces, pattern);
      }
    }
    source.leave();
    source.skip(1);
    return pieces.word();
  }

  private void quotedOperand(Pieces pieces, boolean pattern) {
    char c = source.peek();
    if (c == '$') {
      dollar(pieces, true);
    } else if (c == '`') {
      backquoted(pieces, true);
    } else if (c == '\\' && !pattern && ESCAPED.indexOf(source.peek(1)) >= 0) {
      source.skip(1);
      pieces.quoted(source.take());
    } else if (c == '\'' || c == '"' || c == '\\') {
      throw source.broken("quotes inside \"${..}\", which shells take differently");
    } else if (pattern) {
      pieces.plain(source.take());
    } else {
      pieces.quoted(source.take());
    }
  }

  /** Reads what stands in backquotes, inside which backslashes mean more than elsewhere. */
  void backquoted(Pieces pieces, boolean quoted) {
    int begin = source.line();
    source.skip(1);
    StringBuilder inner = new StringBuilder();
    while (source.peek() != '`') {
      char c = source.peek();
      char next = source.peek(1);
      if (source.atEnd()) {
        throw new NotUnderstoodException(begin, "quotes that are not closed");
      } else if (c == '\n') {
        source.takeQuotedLine();
        inner.append('\n');
      } else if (c == '\\' && (next == '\n' || quoted && next == '"')) {
        throw source.broken("a backslash in backquotes that shells take differently");
      } else if (c == '\\' && (next == '$' || next == '`' || next == '\\')) {
        source.skip(1);
        inner.append(source.take());
      } else {
        inner.append(source.take());
      }
    }
    source.skip(1);
    pieces.add(new Piece.Substitution(CommandReader.all(source.within(inner.toString(), begin))));
  }
}
