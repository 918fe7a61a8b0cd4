package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code [[ ]]} of bash and sees that it is a condition. */
final class TestReader {
  private static final List<String> OPERATORS = List.of("&&", "||", "(", ")", "<", ">");

  private final Source source;
  private final WordReader words;
  private final List<TestToken> tokens = new ArrayList<>();
  private int at;

  TestReader(Source source, WordReader words) {
    this.source = source;
    this.words = words;
  }

  /** Reads what stands after {@code [[}, and its end. */
  Compound test() {
    source.skipLines();
    while (!(source.startsWith("]]") && ends(source.peek(2)))) {
      tokens.add(token());
      source.skipLines();
    }
    source.skip(2);
    condition();
    if (at < tokens.size()) {
      throw wrong();
    }
    return new Compound.Test(tokens);
  }

  private static boolean ends(char c) {
    return c == Source.END || " \t\n;&|)<>".indexOf(c) >= 0;
  }

  private TestToken token() {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator)) {
        source.skip(operator.length());
        return new TestToken.Operator(operator);
      }
    }
    Word word = words.word();
    if (" \t\n)".indexOf(source.peek()) < 0) {
      throw source.broken("a pattern in [[ ]] that is no plain word");
    }
    if (word.isPlain("=~")) {
      tokens.add(new TestToken.Operand(word));
      source.skipBlanks();
      return expression();
    }
    return new TestToken.Operand(word);
  }

  /** A regular expression, in which parentheses would not be those of the condition. */
  private TestToken expression() {
    Word word = words.word();
    if (" \t\n".indexOf(source.peek()) < 0) {
      throw source.broken("a regular expression with more than plain characters");
    }
    return new TestToken.Operand(word);
  }

  private void condition() {
    term();
    while (isOperator("&&") || isOperator("||")) {
      at++;
      term();
    }
  }

  private void term() {
    while (isWord("!")) {
      at++;
    }
    if (isOperator("(")) {
      source.enter();
      at++;
      condition();
      if (!isOperator(")")) {
        throw wrong();
      }
      at++;
      source.leave();
      return;
    }
    int from = at;
    while (at < tokens.size() && (isOperand() || isOperator("<") || isOperator(">"))) {
      at++;
    }
    if (!isComparison(from, at - from)) {
      throw wrong();
    }
  }

  private boolean isComparison(int from, int length) {
    return switch (length) {
      case 1 -> tokens.get(from) instanceof TestToken.Operand word && !isUnary(word.word());
      case 2 -> tokens.get(from) instanceof TestToken.Operand word && isUnary(word.word());
      case 3 -> tokens.get(from + 1) instanceof TestToken.Operator || isBinary(from + 1);
      default -> false;
    };
  }

  private static boolean isUnary(Word word) {
    String text = word.literal().orElse("");
    return word.isPlain(text) && text.length() == 2 && text.matches("-[a-hknoprstuvwxzGLNORS]");
  }

  private boolean isBinary(int index) {
    return tokens.get(index) instanceof TestToken.Operand operand
        && operand.word().pieces().size() == 1
        && operand.word().pieces().get(0) instanceof Piece.Plain plain
        && plain.text().matches("=|==|!=|=~|-(eq|ne|lt|le|gt|ge|nt|ot|ef)");
  }

  private boolean isOperand() {
    return at < tokens.size() && tokens.get(at) instanceof TestToken.Operand;
  }

  private boolean isWord(String text) {
    return at < tokens.size()
        && tokens.get(at) instanceof TestToken.Operand operand
        && operand.word().isPlain(text);
  }

  private boolean isOperator(String text) {
    return at < tokens.size()
        && tokens.get(at) instanceof TestToken.Operator operator
        && operator.text().equals(text);
  }

  private NotUnderstoodException wrong() {
    return source.broken("[[ ]] that is no condition");
  }
}
