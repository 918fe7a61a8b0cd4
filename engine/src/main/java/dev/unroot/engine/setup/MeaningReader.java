package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Assignment;
import dev.unroot.engine.shell.Command;
import dev.unroot.engine.shell.Compound;
import dev.unroot.engine.shell.CompoundCommand;
import dev.unroot.engine.shell.FunctionDefinition;
import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Redirection;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.TestToken;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Goes through a script in order and tells what its commands do. */
final class MeaningReader {
  private static final int MAXIMUM_CALLS = 200;
  private static final int MAXIMUM_DEPTH = 5; // of functions that call functions

  private final Variables variables = new Variables();
  private final ProgramReader programs = new ProgramReader(variables);
  private final StateReader states = new StateReader(variables);
  private final Map<String, FunctionDefinition> functions = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private int calls;

  /** Where a command stands. */
  enum Scope {
    /** Run once, by the shell itself. */
    TOP,
    /** The first of its statement as well, so that it certainly runs. */
    CERTAIN,
    /** Run by the shell itself, perhaps. */
    NESTED,
    /** In a shell of its own. */
    APART
  }

  /** The values of variables after all that was read. */
  Variables variables() {
    return variables;
  }

  Map<String, FunctionDefinition> functions() {
    return Map.copyOf(functions);
  }

  Meaning of(Pipeline pipeline, Scope scope) {
    if (pipeline.commands().size() == 1) {
      return of(pipeline.commands().get(0), scope);
    }
    Meaning meaning = Meaning.HARMLESS;
    for (Command command : pipeline.commands()) {
      meaning = meaning.and(of(command, Scope.APART).apart());
    }
    return meaning;
  }

  private Meaning of(Script script, Scope scope) {
    Meaning meaning = Meaning.HARMLESS;
    for (Statement statement : script.statements()) {
      for (Pipeline pipeline : statement.pipelines()) {
        meaning = meaning.and(of(pipeline, scope));
      }
      if (statement.background()) {
        int line = statement.first().commands().get(0).line().number();
        meaning = meaning.and(Meaning.program("a command in the background", line));
      }
    }
    return scope == Scope.APART ? meaning.apart() : meaning;
  }

  private Meaning of(Command command, Scope scope) {
    if (command instanceof SimpleCommand simple) {
      return simple(simple, scope);
    } else if (command instanceof FunctionDefinition function) {
      if (scope != Scope.TOP && scope != Scope.CERTAIN) {
        return Meaning.program("a function within commands", command.line().number());
      }
      functions.put(function.name(), function);
      return Meaning.state();
    }
    CompoundCommand compound = (CompoundCommand) command;
    Scope inner = scope == Scope.APART ? Scope.APART : Scope.NESTED;
    states.assignedIn(compound).forEach(variables::forget);
    Meaning meaning = compound(compound.compound(), inner, command.line().number());
    states.assignedIn(compound).forEach(variables::forget);
    return meaning.and(redirections(compound.redirections(), command.line().number(), meaning));
  }

  private Meaning compound(Compound compound, Scope scope, int line) {
    if (compound instanceof Compound.Group group) {
      return of(group.body(), scope);
    } else if (compound instanceof Compound.Subshell subshell) {
      return of(subshell.body(), Scope.APART);
    } else if (compound instanceof Compound.If conditional) {
      Meaning meaning = of(conditional.otherwise(), scope);
      for (Compound.Branch branch : conditional.branches()) {
        meaning = meaning.and(of(branch.condition(), scope)).and(of(branch.body(), scope));
      }
      return meaning;
    } else if (compound instanceof Compound.Loop loop) {
      return loop(loop, scope, line);
    } else if (compound instanceof Compound.For loop) {
      return loop(loop, scope);
    } else if (compound instanceof Compound.Case choice) {
      Meaning meaning = substitutions(choice.subject());
      for (Compound.Choice one : choice.choices()) {
        for (Word pattern : one.patterns()) {
          meaning = meaning.and(substitutions(pattern));
        }
        meaning = meaning.and(of(one.body(), scope));
      }
      return meaning;
    }
    Meaning meaning = Meaning.HARMLESS;
    for (TestToken token : ((Compound.Test) compound).tokens()) {
      if (token instanceof TestToken.Operand operand) {
        meaning = meaning.and(substitutions(operand.word()));
      }
    }
    return meaning;
  }

  /** Loops that do not read their input may wait for what only other containers bring. */
  private Meaning loop(Compound.Loop loop, Scope scope, int line) {
    Optional<Set<String>> read = states.read(loop.condition());
    if (read.isEmpty() || loop.until()) {
      return of(loop.condition(), scope)
          .and(of(loop.body(), scope))
          .and(Meaning.program("a loop that may not end", line));
    }
    return of(loop.body(), scope).and(Meaning.computing(read.get()));
  }

  private Meaning loop(Compound.For loop, Scope scope) {
    states.compute(loop.name());
    Meaning meaning = Meaning.computing(Set.of(loop.name()));
    Optional<List<String>> values = Optional.of(List.of());
    for (Word word : loop.words().orElse(List.of())) {
      meaning = meaning.and(substitutions(word));
      Optional<List<String>> more = variables.values(word);
      values = values.flatMap(known -> more.flatMap(all -> joined(known, all)));
    }
    if (loop.words().isPresent() && values.isPresent()) {
      variables.know(loop.name(), values.get());
    }
    Meaning whole = meaning.and(of(loop.body(), scope));
    variables.forget(loop.name());
    return scope == Scope.APART ? whole.apart() : whole;
  }

  private static Optional<List<String>> joined(List<String> one, List<String> other) {
    List<String> all = new ArrayList<>(one);
    all.addAll(other);
    return all.size() > Variables.MAXIMUM_VALUES ? Optional.empty() : Optional.of(all);
  }

  private Meaning simple(SimpleCommand command, Scope scope) {
    int line = command.line().number();
    Meaning inner = Meaning.HARMLESS;
    for (Assignment assignment : command.assignments()) {
      inner = inner.and(substitutions(assignment.value()));
    }
    for (Word word : command.words()) {
      inner = inner.and(substitutions(word));
    }
    if (scope == Scope.APART) {
      inner = inner.apart();
    }
    Meaning own = own(command, scope, line);
    return inner.and(own).and(redirections(command.redirections(), line, own));
  }

  private Meaning own(SimpleCommand command, Scope scope, int line) {
    List<Word> words = command.words();
    if (words.isEmpty()) {
      return command.assignments().isEmpty()
          ? Meaning.HARMLESS
          : states.assigned(command.assignments(), scope);
    }
    String text = words.get(0).literal().orElse("");
    if (text.isEmpty()) {
      return Meaning.program("a command whose name is a variable", line);
    }
    FunctionDefinition function = functions.get(text);
    if (function != null) {
      return call(function, words, scope, line);
    }
    if (text.equals("return") && running.isEmpty()) {
      return Meaning.program(text, line); // ends the script
    }
    if (StateReader.BUILTINS.contains(text)) {
      return command.assignments().isEmpty()
          ? states.of(text, command, scope)
          : Meaning.program(text, line);
    }
    if (text.equals("exec") && words.size() > 1 && !words.get(1).isPlain("exec")) {
      Meaning replaced = own(command.with(words.subList(1, words.size())), scope, line);
      boolean last = scope == Scope.TOP || scope == Scope.CERTAIN;
      return last && replaced.role() == Meaning.Role.SET_UP
          ? replaced
          : Meaning.program(words.get(1).literal().orElse("a program"), line);
    }
    return text.contains("/") && !text.matches("/((usr|usr/local)/)?s?bin/[^/]+")
        ? Meaning.program(text, line) // of the image's own, whatever it is called
        : programs.of(ShellProgram.fileName(text), command, words, states.folder());
  }

  private Meaning call(FunctionDefinition function, List<Word> words, Scope scope, int line) {
    calls++;
    if (calls > MAXIMUM_CALLS
        || running.size() >= MAXIMUM_DEPTH
        || !running.add(function.name())) { // or calls itself
      return Meaning.program(function.name(), line);
    }
    Map<String, List<String>> outer = variables.called(words);
    Meaning meaning = of(function.body(), scope == Scope.APART ? Scope.APART : Scope.NESTED);
    variables.returned(outer);
    running.remove(function.name());
    return meaning;
  }

  /** What runs while {@code word} is put together, and the variables that this sets. */
  private Meaning substitutions(Word word) {
    Meaning meaning = Meaning.HARMLESS;
    for (Piece piece : word.pieces()) {
      if (piece instanceof Piece.Substitution substitution) {
        meaning = meaning.and(of(substitution.script(), Scope.APART));
      } else if (piece instanceof Piece.DoubleQuoted quoted) {
        meaning = meaning.and(substitutions(new Word(quoted.pieces())));
      } else if (piece instanceof Piece.Arithmetic arithmetic) {
        meaning = meaning.and(Meaning.computing(Uses.assigned(arithmetic)));
      } else if (piece instanceof Piece.Parameter parameter && parameter.operation().isPresent()) {
        meaning = meaning.and(substitutions(parameter.operation().get().operand()));
        if (parameter.operation().get().assigns()) {
          states.compute(parameter.name());
          meaning = meaning.and(Meaning.computing(Set.of(parameter.name())));
        }
      }
    }
    return meaning;
  }

  /** The files that the shell itself writes; where the program writes is the program's. */
  private Meaning redirections(List<Redirection> redirections, int line, Meaning owner) {
    Meaning meaning = Meaning.HARMLESS;
    for (Redirection redirection : redirections) {
      if (redirection instanceof Redirection.HereDocument document) {
        meaning = meaning.and(substitutions(document.text().word()));
      } else if (redirection instanceof Redirection.File file) {
        meaning = meaning.and(substitutions(file.target()));
        if (file.direction().writesFile() && owner.role() != Meaning.Role.PROGRAM) {
          meaning =
              meaning.and(
                  WrittenFiles.of(
                      SetUpArguments.paths(file.target(), variables, states.folder()), line));
        }
      }
    }
    return meaning;
  }
}
