package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads scripts, statements, pipelines and simple commands. */
final class CommandReader {
  private static final Set<String> SPECIAL_BUILTINS = // no function can have their name
      Set.of(
          "break",
          "continue",
          "eval",
          "exec",
          "exit",
          "export",
          "readonly",
          "return",
          "set",
          "shift",
          "times",
          "trap",
          "unset",
          ".",
          ":");

  private final Source source;
  private final WordReader words;
  private final RedirectionReader redirections;
  private final CompoundReader compounds;

  CommandReader(Source source) {
    this.source = source;
    this.words = new WordReader(source);
    this.redirections = new RedirectionReader(source, words);
    this.compounds = new CompoundReader(source, this, words);
  }

  /** All of {@code text}. */
  static Script script(String text, Dialect dialect) {
    return all(Source.of(text, dialect));
  }

  /** All of {@code source}. */
  static Script all(Source source) {
    Script script = new CommandReader(source).scriptUntilEnd();
    if (!source.atEnd()) {
      throw source.unexpected();
    }
    source.endOfText();
    return script;
  }

  /** Statements up to a closing parenthesis, a keyword that ends them, {@code ;;} or the end. */
  Script scriptUntilEnd() {
    List<Statement> statements = new ArrayList<>();
    source.skipLines();
    while (!source.atEnd() && source.peek() != ')' && !source.startsWith(";;") && !endsHere()) {
      Statement statement = statement();
      source.skipBlanks();
      boolean background = false;
      boolean more = true;
      if (source.peek() == ';' && !source.startsWith(";;")) {
        source.skip(1);
      } else if (source.peek() == '&' && source.peek(1) != '&') {
        source.skip(1);
        background = true;
      } else if (source.peek() != '\n') {
        more = false;
      }
      statements.add(
          background ? new Statement(statement.first(), statement.links(), true) : statement);
      if (!more) {
        break;
      }
      source.skipLines();
    }
    return new Script(statements);
  }

  /** The same with at least one statement. */
  Script someScript() {
    Script script = scriptUntilEnd();
    if (script.isEmpty()) {
      throw source.unexpected();
    }
    return script;
  }

  private boolean endsHere() {
    return Keyword.at(source).filter(Keyword::ends).isPresent();
  }

  private Statement statement() {
    Pipeline first = pipeline();
    List<Statement.Link> links = new ArrayList<>();
    source.skipBlanks();
    while (source.startsWith("&&") || source.startsWith("||")) {
      Statement.Connective connective =
          source.peek() == '&' ? Statement.Connective.AND : Statement.Connective.OR;
      source.skip(2);
      source.skipLines();
      links.add(new Statement.Link(connective, pipeline()));
      source.skipBlanks();
    }
    return new Statement(first, links, false);
  }

  private Pipeline pipeline() {
    boolean negated = Keyword.at(source).filter(k -> k == Keyword.NOT).isPresent();
    if (negated) {
      source.skip(1);
      source.skipBlanks();
    }
    List<Command> commands = new ArrayList<>();
    commands.add(command());
    source.skipBlanks();
    while (source.peek() == '|' && source.peek(1) != '|') {
      source.skip(1);
      source.skipLines();
      commands.add(command());
      source.skipBlanks();
    }
    return new Pipeline(negated, commands);
  }

  private Command command() {
    Line line = new Line(source.line());
    if (compounds.atCompound()) {
      return compound(line);
    }
    if (Keyword.at(source).filter(k -> k == Keyword.FUNCTION).isPresent()) {
      return functionOfBash(line);
    }
    return simple(line);
  }

  private CompoundCommand compound(Line line) {
    source.enter();
    Compound compound = compounds.compound();
    source.leave();
    List<Redirection> found = new ArrayList<>();
    source.skipBlanks();
    while (redirections.atRedirection()) {
      found.add(redirections.redirection());
      source.skipBlanks();
    }
    return new CompoundCommand(line, compound, found);
  }

  private Command simple(Line line) {
    List<Assignment> assignments = new ArrayList<>();
    List<Word> found = new ArrayList<>();
    List<Redirection> files = new ArrayList<>();
    source.skipBlanks();
    while (true) {
      if (redirections.atRedirection()) {
        files.add(redirections.redirection());
      } else if (words.atWord()) {
        word(assignments, found);
      } else {
        break;
      }
      source.skipBlanks();
    }
    if (source.peek() == '(') {
      if (found.size() != 1 || !assignments.isEmpty() || !files.isEmpty()) {
        throw source.broken("a parenthesis after a word: an array, or a pattern of one shell");
      }
      return function(line, found.get(0));
    }
    if (assignments.isEmpty() && found.isEmpty() && files.isEmpty()) {
      throw source.unexpected();
    }
    return new SimpleCommand(line, assignments, found, files);
  }

  private void word(List<Assignment> assignments, List<Word> found) {
    Word word = words.word();
    if (!found.isEmpty()) {
      found.add(word);
      return;
    }
    if (word.pieces().get(0) instanceof Piece.Plain first) {
      String text = first.text();
      int equals = text.indexOf('=');
      if (equals > 0 && Source.isName(text.substring(0, equals))) {
        assignments.add(new Assignment(text.substring(0, equals), value(word, equals)));
        return;
      }
      String name = text.substring(0, nameLength(text));
      if (!name.isEmpty()
          && (text.startsWith("+=", name.length()) || text.startsWith("[", name.length()))) {
        throw source.broken("an array or +=, which not every shell knows");
      }
      if (word.pieces().size() == 1 && Keyword.of(text).isPresent()) {
        throw source.broken("a word of the language out of place: " + text);
      }
    }
    found.add(word);
  }

  private static int nameLength(String text) {
    int length = 0;
    while (length < text.length() && Source.isNamePart(text.charAt(length))) {
      length++;
    }
    return Source.isName(text.substring(0, length)) ? length : 0;
  }

  private static Word value(Word word, int equals) {
    List<Piece> pieces = new ArrayList<>(word.pieces());
    String rest = ((Piece.Plain) pieces.get(0)).text().substring(equals + 1);
    pieces.remove(0);
    if (!rest.isEmpty()) {
      pieces.add(0, new Piece.Plain(rest));
    }
    return new Word(pieces);
  }

  private Command function(Line line, Word word) {
    String name = word.literal().orElse("");
    boolean known = Source.isName(name) || source.dialect() == Dialect.BASH && isBashName(name);
    if (!known || !word.isPlain(name) || SPECIAL_BUILTINS.contains(name)) {
      throw source.broken("a parenthesis after a word that cannot name a function");
    }
    source.skip(1);
    source.skipBlanks();
    source.expect(")");
    return body(line, name);
  }

  private Command functionOfBash(Line line) {
    source.skip("function".length());
    source.skipBlanks();
    Word word = words.word();
    String name = word.literal().orElse("");
    if (!isBashName(name) || !word.isPlain(name) || SPECIAL_BUILTINS.contains(name)) {
      throw source.broken("a function whose name is not plain");
    }
    source.skipBlanks();
    if (source.peek() == '(') {
      source.skip(1);
      source.skipBlanks();
      source.expect(")");
    }
    return body(line, name);
  }

  private static boolean isBashName(String name) {
    return !name.isEmpty()
        && Keyword.of(name).isEmpty()
        && Source.isNameStart(name.charAt(0))
        && name.chars().allMatch(c -> Source.isNamePart((char) c) || ".:-".indexOf(c) >= 0);
  }

  private Command body(Line line, String name) {
    source.skipLines();
    if (!compounds.atCompound()) {
      throw source.broken("a function whose body is no { }");
    }
    return new FunctionDefinition(line, name, compound(new Line(source.line())));
  }
}
