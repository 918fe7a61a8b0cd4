package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.Statement.Connective;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the program's half of a script a command of its own. */
final class MainReader {
  private static final Word EXEC = Word.plain("exec");

  /** What only a shell can do, or does otherwise than the program of that name. */
  private static final Set<String> BUILTINS =
      Set.of(
          "exec", "eval", ".", "source", "wait", "read", "command", "builtin", "exit", "return",
          "cd", "set", "export", "kill", "jobs", "time", "shift", "true", "false", ":", "[", "test",
          "echo", "printf", "type", "hash", "unset", "local", "umask", "ulimit");

  private final Invocation invocation;
  private final Variables variables;

  MainReader(Invocation invocation, Variables variables) {
    this.invocation = invocation;
    this.variables = variables;
  }

  MainProgram of(Halves.Program program) {
    Script script = program.script();
    if (script.isEmpty()) {
      throw new LeftException("there is no program in it", 1);
    }
    Statement last = script.statements().get(script.statements().size() - 1);
    Optional<SimpleCommand> command =
        last.background() ? Optional.empty() : Splitter.simple(lastPipeline(last));
    Optional<StepDownReader.Stepped> stepped = command.flatMap(this::stepped);
    if (stepped.isPresent()) {
      refuseOthers(script);
      script = replaced(script, command.get(), stepped.get());
    }
    refuseStepDowns(script);
    program.repeated().stream()
        .filter(Halves.Repeated::needed) // functions that it calls
        .forEach(repeated -> refuseStepDowns(new Script(List.of(repeated.statement()))));
    boolean any = program.repeated().stream().anyMatch(Halves.Repeated::needed);
    boolean simple = script.statements().size() == 1 && last.links().isEmpty();
    Optional<StepDown> whom = stepped.map(StepDownReader.Stepped::whom);
    if (simple && !any && !invocation.mode().login()) {
      Optional<List<String>> words = Optional.of(script).flatMap(this::withoutShell);
      if (words.isPresent()) {
        return new MainProgram(wrapped(words.get()), whom, 0);
      }
    }
    return inShell(program, script, whom);
  }

  private MainProgram inShell(Halves.Program program, Script script, Optional<StepDown> whom) {
    List<Statement> statements = new ArrayList<>();
    program.repeated().forEach(repeated -> statements.add(repeated.statement()));
    int repeated = Uses.count(new Script(statements));
    if (!statements.isEmpty() && chains(program)) {
      Statement before = statements.remove(statements.size() - 1);
      Statement first = script.statements().get(0);
      List<Statement.Link> links = new ArrayList<>(before.links());
      links.add(new Statement.Link(Connective.AND, first.first()));
      links.addAll(first.links());
      statements.add(new Statement(before.first(), links, first.background()));
    } else {
      statements.addAll(script.statements());
    }
    Script whole = new Script(statements);
    String text = whole.text();
    boolean withParameters = Uses.of(whole).looksAtParameters();
    if (invocation.shell().isEmpty()) {
      throw new LeftException("there is no shell to run it in", 1);
    }
    return new MainProgram(wrapped(invocation.running(text, withParameters)), whom, repeated);
  }

  /** Whether what is repeated last stood in the program's own statement. */
  private static boolean chains(Halves.Program program) {
    return program.repeated().get(program.repeated().size() - 1).isOfProgram();
  }

  private List<String> wrapped(List<String> words) {
    List<String> all = new ArrayList<>(invocation.wrapper());
    all.addAll(words);
    return all;
  }

  private static Pipeline lastPipeline(Statement statement) {
    return statement.pipelines().get(statement.links().size());
  }

  private Optional<StepDownReader.Stepped> stepped(SimpleCommand command) {
    List<Word> words = withoutExec(command.words());
    return words.isEmpty()
        ? Optional.empty()
        : StepDownReader.of(words, variables, command.line().number());
  }

  private static List<Word> withoutExec(List<Word> words) {
    boolean replaces = words.size() > 1 && words.get(0).isPlain("exec");
    return replaces ? words.subList(1, words.size()) : words;
  }

  /** Before it steps down, nothing unknown may run as root. */
  private static void refuseOthers(Script script) {
    MeaningReader reader = new MeaningReader();
    List<Statement> statements = script.statements();
    for (Statement statement : statements) {
      List<Pipeline> pipelines = statement.pipelines();
      boolean last = statement == statements.get(statements.size() - 1);
      for (int i = 0; i < pipelines.size() - (last ? 1 : 0); i++) {
        Meaning meaning = reader.of(pipelines.get(i), MeaningReader.Scope.TOP);
        boolean harmless = meaning.role() == Meaning.Role.HARMLESS && meaning.computed().isEmpty();
        if (!harmless && meaning.role() != Meaning.Role.STATE) {
          throw new LeftException(
              "more than the program runs before it steps down", Splitter.line(pipelines.get(i)));
        }
      }
    }
  }

  private static void refuseStepDowns(Script script) {
    Uses uses = Uses.of(script);
    for (String name : uses.everyWord()) {
      if (StepDownReader.PROGRAMS.contains(ShellProgram.fileName(name))) {
        throw new LeftException("only part of it runs as another user", 1);
      }
    }
  }

  private static Script replaced(
      Script script, SimpleCommand command, StepDownReader.Stepped stepped) {
    List<Word> words = new ArrayList<>();
    if (command.words().get(0).isPlain("exec")) {
      words.add(EXEC);
    }
    words.addAll(stepped.words());
    List<Statement> statements = new ArrayList<>(script.statements());
    Statement last = statements.remove(statements.size() - 1);
    Pipeline pipeline = new Pipeline(false, List.of(command.with(words)));
    if (last.links().isEmpty()) {
      statements.add(new Statement(pipeline, List.of(), false));
    } else {
      List<Statement.Link> links = new ArrayList<>(last.links());
      Statement.Link link = links.remove(links.size() - 1);
      links.add(new Statement.Link(link.connective(), pipeline));
      statements.add(new Statement(last.first(), links, false));
    }
    return new Script(statements);
  }

  /** The words of a program that needs no shell; absent where it does. */
  private Optional<List<String>> withoutShell(Script script) {
    SimpleCommand command = Splitter.simple(script.statements().get(0).first()).orElse(null);
    if (command == null
        || !command.assignments().isEmpty()
        || !command.redirections().isEmpty()
        || script.statements().get(0).background()) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (Word word : withoutExec(command.words())) {
      Optional<List<String>> values = values(word);
      if (values.isEmpty()) {
        return Optional.empty();
      }
      arguments.addAll(values.get());
    }
    boolean runs =
        !arguments.isEmpty()
            && !arguments.get(0).isEmpty()
            && !arguments.get(0).startsWith("-")
            && !BUILTINS.contains(arguments.get(0));
    return runs ? Optional.of(arguments) : Optional.empty();
  }

  private Optional<List<String>> values(Word word) {
    List<String> parameters = invocation.parameters();
    List<Piece> pieces = word.pieces();
    if (pieces.size() == 1
        && pieces.get(0) instanceof Piece.DoubleQuoted quoted
        && quoted.pieces().size() == 1
        && quoted.pieces().get(0) instanceof Piece.Parameter parameter
        && parameter.operation().isEmpty()) {
      if (parameter.name().equals("@")) {
        return Optional.of(parameters.subList(Math.min(1, parameters.size()), parameters.size()));
      }
      return parameter.name().matches("[0-9]{1,4}")
              && Integer.parseInt(parameter.name()) < parameters.size()
          ? Optional.of(List.of(parameters.get(Integer.parseInt(parameter.name()))))
          : Optional.empty();
    }
    return word.literal().map(KubernetesText::written).map(List::of);
  }
}
