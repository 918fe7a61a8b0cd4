package dev.unroot.engine.shell;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words that are no command where a command may begin. */
enum Keyword {
  IF("if", false),
  THEN("then", true),
  ELIF("elif", true),
  ELSE("else", true),
  FI("fi", true),
  WHILE("while", false),
  UNTIL("until", false),
  FOR("for", false),
  DO("do", true),
  DONE("done", true),
  CASE("case", false),
  ESAC("esac", true),
  OPEN("{", false),
  CLOSE("}", true),
  NOT("!", false),
  FUNCTION("function", false),
  TEST("[[", false),
  SELECT("select", false),
  COPROC("coproc", false);

  private static final Map<String, Keyword> BY_TEXT =
      Stream.of(values()).collect(Collectors.toMap(Keyword::text, Function.identity()));
  private static final String DELIMITERS = " \t\n;&|<>()";

  private final String text;
  private final boolean ends;

  Keyword(String text, boolean ends) {
    this.text = text;
    this.ends = ends;
  }

  static Optional<Keyword> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** The keyword that stands here as a word of its own. */
  static Optional<Keyword> at(Source source) {
    String run = source.run(c -> c >= 'a' && c <= 'z' || "{}![".indexOf(c) >= 0);
    char next = source.peek(run.length());
    boolean isWord = next == Source.END || DELIMITERS.indexOf(next) >= 0;
    Optional<Keyword> found = isWord ? of(run) : Optional.empty();
    boolean ofBash = found.filter(k -> k == FUNCTION || k == TEST).isPresent();
    if (ofBash && source.dialect() != Dialect.BASH) {
      throw source.broken(run + ", which not every shell knows");
    }
    if (found.filter(k -> k == SELECT || k == COPROC).isPresent()) {
      throw source.broken(run + ", which not every shell knows");
    }
    return found;
  }

  String text() {
    return text;
  }

  /** Whether it ends the statements before it. */
  boolean ends() {
    return ends;
  }
}
