package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Assignment;
import dev.unroot.engine.shell.Command;
import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.TreeVisit;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commands or words refer to. */
final class Uses implements TreeVisit {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL);
  private static final Set<String> ANYTHING =
      Set.of("eval", ".", "source", "export", "declare", "typeset");

  private final Set<String> names = new TreeSet<>();
  private final Set<String> assigned = new TreeSet<>();
  private final Set<String> commands = new TreeSet<>();
  private final Set<String> everyWord = new TreeSet<>();
  private boolean runsCommands;
  private int simpleCommands;

  private Uses() {}

  static Uses of(Script script) {
    Uses uses = new Uses();
    uses.through(script);
    return uses;
  }

  static Uses of(Word word) {
    Uses uses = new Uses();
    uses.through(word);
    return uses;
  }

  /** The names that arithmetic may set: any where it has an assignment. */
  static Set<String> assigned(Piece.Arithmetic arithmetic) {
    boolean sets = arithmetic.text().replaceAll("[=!<>]=", "").matches(".*(=|\\+\\+|--).*");
    return sets ? namesIn(arithmetic.text()) : Set.of();
  }

  private static Set<String> namesIn(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  /** {@code name=value} as an argument, as {@code export} has it. */
  static Optional<Assignment> assignment(Word word) {
    if (word.pieces().isEmpty() || !(word.pieces().get(0) instanceof Piece.Plain plain)) {
      return Optional.empty();
    }
    Matcher matcher = ASSIGNMENT.matcher(plain.text());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    List<Piece> value = new ArrayList<>();
    if (!matcher.group(2).isEmpty()) {
      value.add(new Piece.Plain(matcher.group(2)));
    }
    value.addAll(word.pieces().subList(1, word.pieces().size()));
    return Optional.of(new Assignment(matcher.group(1), new Word(value)));
  }

  @Override
  public void command(Command command) {
    if (command instanceof SimpleCommand simple && !simple.words().isEmpty()) {
      commands.add(simple.words().get(0).literal().orElse("?"));
      simple.words().forEach(word -> word.literal().ifPresent(everyWord::add));
    }
    simpleCommands += command instanceof SimpleCommand ? 1 : 0;
  }

  @Override
  public void piece(Piece piece) {
    if (piece instanceof Piece.Parameter parameter) {
      names.add(parameter.name());
      if (parameter.operation().filter(Piece.Operation::assigns).isPresent()) {
        assigned.add(parameter.name());
      }
    } else if (piece instanceof Piece.Length length) {
      names.add(length.name());
    } else if (piece instanceof Piece.Arithmetic arithmetic) {
      names.addAll(namesIn(arithmetic.text()));
      assigned.addAll(assigned(arithmetic));
    } else if (piece instanceof Piece.Substitution) {
      runsCommands = true;
    }
  }

  Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  Set<String> assigned() {
    return Collections.unmodifiableSet(assigned);
  }

  /** The first words of its commands. */
  Set<String> commands() {
    return Collections.unmodifiableSet(commands);
  }

  /** The words of its commands, as far as they are literal. */
  Set<String> everyWord() {
    return Collections.unmodifiableSet(everyWord);
  }

  /** How many simple commands there are in {@code script}. */
  static int count(Script script) {
    return of(script).simpleCommands;
  }

  boolean runsCommands() {
    return runsCommands;
  }

  /** Whether it may look at variables that it does not name. */
  boolean looksAtAnything() {
    return commands.stream().anyMatch(ANYTHING::contains);
  }

  /** Whether it looks at {@code $0}, {@code $1}, {@code $@} and the like. */
  boolean looksAtParameters() {
    return names.stream().anyMatch(name -> name.matches("[0-9]+|[@*#]"))
        || commands.contains("shift")
        || commands.contains("getopts")
        || looksAtAnything();
  }
}
