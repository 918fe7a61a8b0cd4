package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Makes up trees as the reader could have read them. */
final class GeneratedTree {
  private static final Line LINE = new Line(1);
  private static final List<String> PLAIN =
      List.of("a", "/data", "-R", "x=y", "*.log", "[!a]?", "~", "{}", "a#b", "if", "0", "s%");
  private static final List<String> QUOTED =
      List.of("", "it's", "a b", "$x", "\\", "\"", "`", "a\nb", "#", "é", "*", "}", "&& ;", "(");
  private static final List<String> NAMES = List.of("x", "HOME", "1", "10", "@", "?", "_a1");

  private final Random random;
  private final boolean bash;

  /** Lines inside of quotes and lines below a command go together in no tree that is read. */
  private final boolean hereDocuments;

  GeneratedTree(long seed, boolean bash) {
    this.random = new Random(seed);
    this.bash = bash;
    this.hereDocuments = seed % 3 == 0;
  }

  Script script(int depth) {
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<Statement.Link> links = new ArrayList<>();
      Pipeline first = pipeline(depth);
      for (int j = random.nextInt(3); j > 1; j--) {
        links.add(new Statement.Link(of(Statement.Connective.values()), pipeline(depth)));
      }
      statements.add(new Statement(first, links, oneIn(6)));
    }
    return new Script(statements);
  }

  private Pipeline pipeline(int depth) {
    List<Command> commands = new ArrayList<>();
    for (int i = random.nextInt(4); i < 4; i += 2) {
      commands.add(command(depth));
    }
    return new Pipeline(oneIn(8), commands);
  }

  private Command command(int depth) {
    if (depth <= 0 || oneIn(2)) {
      return simple(depth);
    }
    CompoundCommand compound = new CompoundCommand(LINE, compound(depth - 1), redirections(depth));
    return oneIn(8) ? new FunctionDefinition(LINE, "f" + random.nextInt(3), compound) : compound;
  }

  private SimpleCommand simple(int depth) {
    List<Assignment> assignments = new ArrayList<>();
    if (oneIn(4)) {
      assignments.add(new Assignment("V", oneIn(3) ? Word.EMPTY : word(depth)));
    }
    List<Word> words = new ArrayList<>();
    words.add(Word.plain(of("chown", "echo", "[", "./a.sh")));
    words.addAll(words(depth));
    return new SimpleCommand(LINE, assignments, words, redirections(depth));
  }

  private Compound compound(int depth) {
    return switch (random.nextInt(bash ? 7 : 6)) {
      case 0 -> new Compound.Group(script(depth));
      case 1 -> new Compound.Subshell(script(depth));
      case 2 -> {
        List<Compound.Branch> branches = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
          branches.add(new Compound.Branch(script(depth), script(depth)));
        }
        yield new Compound.If(branches, oneIn(2) ? Script.EMPTY : script(depth));
      }
      case 3 -> new Compound.Loop(oneIn(2), script(depth), script(depth));
      case 4 ->
          new Compound.For(
              "i", oneIn(3) ? Optional.empty() : Optional.of(words(depth)), script(depth));
      case 5 -> {
        List<Compound.Choice> choices = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          List<Word> patterns = new ArrayList<>(words(0));
          patterns.add(Word.plain("-*"));
          choices.add(new Compound.Choice(patterns, oneIn(3) ? Script.EMPTY : script(depth)));
        }
        yield new Compound.Case(word(depth), choices);
      }
      default ->
          new Compound.Test(
              List.of(
                  new TestToken.Operand(Word.plain("-f")),
                  new TestToken.Operand(Word.quoted("x")),
                  new TestToken.Operator("&&"),
                  new TestToken.Operand(Word.plain("!")),
                  new TestToken.Operand(new Word(List.of(Piece.Parameter.of("x")))),
                  new TestToken.Operator("<"),
                  new TestToken.Operand(Word.plain("a*"))));
    };
  }

  private List<Redirection> redirections(int depth) {
    List<Redirection> found = new ArrayList<>();
    if (oneIn(4)) {
      OptionalInt descriptor = oneIn(2) ? OptionalInt.empty() : OptionalInt.of(2);
      switch (random.nextInt(3)) {
        case 0 ->
            found.add(
                new Redirection.File(
                    descriptor,
                    of(Direction.READ, Direction.WRITE, Direction.APPEND, Direction.OVERWRITE),
                    Word.plain("/x")));
        case 1 ->
            found.add(
                new Redirection.File(descriptor, Direction.SAME_OUTPUT, Word.plain(of("1", "-"))));
        default -> {
          if (hereDocuments && depth > 0) {
            found.add(new Redirection.HereDocument(descriptor, HereText.of(hereDocument())));
          }
        }
      }
    }
    return found;
  }

  private Word hereDocument() {
    return switch (random.nextInt(4)) {
      case 0 -> Word.EMPTY;
      case 1 -> Word.quoted("EOF\n$x \\\n");
      case 2 -> Word.quoted("a 'b'\n");
      default ->
          new Word(
              List.of(
                  new Piece.Quoted("\"a\" $ "),
                  Piece.Parameter.of("x"),
                  new Piece.Quoted("EOF\n")));
    };
  }

  private List<Word> words(int depth) {
    List<Word> words = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      words.add(word(depth));
    }
    return words;
  }

  private Word word(int depth) {
    Pieces pieces = new Pieces();
    for (int i = 0; i <= random.nextInt(3); i++) {
      piece(pieces, depth, false);
    }
    return pieces.word();
  }

  private void piece(Pieces pieces, int depth, boolean quoted) {
    switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 -> pieces.quoted(quoted ? "b\"c" : withoutLines(of(QUOTED)));
      case 1 -> pieces.add(Piece.Parameter.of(of(NAMES)));
      case 2, 3 -> {
        if (quoted) {
          pieces.quoted("a$1");
        } else {
          of(PLAIN).chars().forEach(c -> pieces.plain((char) c));
        }
      }
      case 4 -> {
        if (quoted) {
          pieces.add(new Piece.Arithmetic("x + 1"));
        } else {
          doubleQuoted(pieces, depth);
        }
      }
      case 5 -> pieces.add(new Piece.Substitution(substituted(depth)));
      default ->
          pieces.add(
              new Piece.Parameter(
                  "y",
                  Optional.of(
                      quoted
                          ? new Piece.Operation(":-", Word.quoted("a \\ $x"))
                          : new Piece.Operation(of(":-", "%", "+"), operand(depth)))));
    }
  }

  private Word operand(int depth) {
    Word word = word(depth - 1);
    boolean hasBrace =
        word.pieces().stream()
            .anyMatch(p -> p instanceof Piece.Plain plain && plain.text().contains("{"));
    return hasBrace ? Word.plain("a b") : word;
  }

  private String withoutLines(String text) {
    return hereDocuments ? text.replace('\n', ' ') : text;
  }

  private Script substituted(int depth) {
    return oneIn(4) ? Script.EMPTY : script(0);
  }

  private void doubleQuoted(Pieces pieces, int depth) {
    Pieces inner = new Pieces();
    inner.add(Piece.Parameter.of("q"));
    for (int i = random.nextInt(3); i > 0; i--) {
      piece(inner, depth - 1, true);
    }
    pieces.add(new Piece.DoubleQuoted(inner.word().pieces()));
  }

  private boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  @SafeVarargs
  private <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
