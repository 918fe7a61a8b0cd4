package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Assignment;
import dev.unroot.engine.shell.Command;
import dev.unroot.engine.shell.Compound;
import dev.unroot.engine.shell.CompoundCommand;
import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.TreeVisit;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What changes the shell itself: variables, options, the working directory. */
final class StateReader {
  /** Builtins that do nothing else, and are known here. */
  static final Set<String> BUILTINS =
      Set.of("cd", "export", "readonly", "set", "umask", "unset", "local", "return");

  /** Parameters that differ from one moment or process to the next. */
  private static final Set<String> FLEETING =
      Set.of("?", "!", "$", "-", "_", "RANDOM", "SECONDS", "LINENO", "PPID", "OLDPWD", "PWD");

  private final Variables variables;
  private final Set<String> computed = new TreeSet<>();
  private Optional<String> folder = Optional.of("");

  StateReader(Variables variables) {
    this.variables = variables;
  }

  /** The working directory; empty for the container's own, absent where it is not known. */
  Optional<String> folder() {
    return folder;
  }

  /** {@code name} is set to what only running it tells. */
  void compute(String name) {
    variables.forget(name);
    computed.add(name);
  }

  Meaning assigned(List<Assignment> assignments, MeaningReader.Scope scope) {
    boolean top = isTop(scope);
    boolean repeatable = true;
    Set<String> names = new TreeSet<>();
    for (Assignment assignment : assignments) {
      names.add(assignment.name());
      repeatable = repeatable && isRepeatable(assignment.value());
      Optional<List<String>> values =
          scope == MeaningReader.Scope.CERTAIN
              ? variables.values(unsplit(assignment.value()))
              : Optional.empty();
      if (scope != MeaningReader.Scope.APART) {
        values.ifPresentOrElse(
            known -> variables.know(assignment.name(), known),
            () -> variables.forget(assignment.name()));
      }
    }
    if (scope == MeaningReader.Scope.APART) {
      return Meaning.HARMLESS;
    }
    if (names.contains("IFS")) { // how words are split is not followed
      return Meaning.program("IFS", 1);
    }
    if (top && repeatable) {
      return Meaning.state();
    }
    computed.addAll(names);
    return Meaning.computing(names);
  }

  /** A value is never split, quotes or not. */
  private static Word unsplit(Word value) {
    boolean plain = value.pieces().stream().anyMatch(Piece.Plain.class::isInstance);
    if (value.pieces().isEmpty()) {
      return Word.quoted("");
    }
    return plain || value.pieces().stream().anyMatch(Piece.DoubleQuoted.class::isInstance)
        ? value
        : new Word(List.of(new Piece.DoubleQuoted(value.pieces())));
  }

  private boolean isRepeatable(Word word) {
    Uses uses = Uses.of(word);
    return !uses.runsCommands()
        && uses.assigned().isEmpty()
        && uses.names().stream()
            .noneMatch(name -> computed.contains(name) || FLEETING.contains(name));
  }

  Meaning of(String builtin, SimpleCommand command, MeaningReader.Scope scope) {
    int line = command.line().number();
    List<Word> rest = command.words().subList(1, command.words().size());
    return switch (builtin) {
      case "export", "readonly" -> exported(rest, scope, line);
      case "cd" -> directory(rest, scope, line);
      case "unset" -> unset(rest, scope, line);
      case "local" -> Meaning.HARMLESS;
      case "return" -> isTop(scope) ? Meaning.program(builtin, line) : Meaning.HARMLESS;
      case "set" ->
          isTop(scope) && isKnownOption(rest) ? Meaning.state() : inside(builtin, scope, line);
      default -> { // umask
        boolean literal = rest.size() == 1 && rest.get(0).literal().isPresent();
        yield isTop(scope) && literal ? Meaning.state() : inside(builtin, scope, line);
      }
    };
  }

  private static Meaning inside(String builtin, MeaningReader.Scope scope, int line) {
    return scope == MeaningReader.Scope.APART ? Meaning.HARMLESS : Meaning.program(builtin, line);
  }

  private Meaning exported(List<Word> words, MeaningReader.Scope scope, int line) {
    List<Assignment> assignments = new ArrayList<>();
    for (Word word : words) {
      Optional<Assignment> assignment = Uses.assignment(word);
      if (assignment.isPresent()) {
        assignments.add(assignment.get());
      } else if (!word.literal().orElse("").matches("[A-Za-z_]\\w*")) {
        return Meaning.program("export", line);
      }
    }
    if (scope == MeaningReader.Scope.NESTED) {
      return Meaning.program("export", line);
    }
    Meaning meaning = assigned(assignments, scope);
    if (isTop(scope) && meaning.role() != Meaning.Role.STATE) {
      return Meaning.program("export of a computed variable", line);
    }
    return meaning;
  }

  private Meaning unset(List<Word> words, MeaningReader.Scope scope, int line) {
    boolean literal = words.stream().allMatch(w -> w.literal().orElse("").matches("[A-Za-z_]\\w*"));
    words.forEach(w -> w.literal().ifPresent(variables::forget));
    return isTop(scope) && literal ? Meaning.state() : inside("unset", scope, line);
  }

  private Meaning directory(List<Word> words, MeaningReader.Scope scope, int line) {
    boolean one = words.size() == 1 && !words.get(0).literal().orElse("").startsWith("-");
    if (scope == MeaningReader.Scope.APART) {
      folder = Optional.empty(); // where exactly this ends is not followed
      return Meaning.HARMLESS;
    }
    if (!one || !isTop(scope) || !isRepeatable(words.get(0))) {
      folder = Optional.empty();
      return Meaning.program("cd", line);
    }
    folder =
        variables
            .values(words.get(0))
            .filter(known -> known.size() == 1 && known.get(0).startsWith("/"))
            .map(known -> known.get(0));
    return Meaning.state();
  }

  private static boolean isKnownOption(List<Word> words) {
    boolean named = false;
    for (Word word : words) {
      String text = word.literal().orElse("");
      boolean known =
          named
              ? text.matches("pipefail|errexit|nounset|xtrace")
              : text.matches("-[eux]*o?|\\+x") && text.length() > 1;
      if (!known) {
        return false;
      }
      named = !named && text.endsWith("o");
    }
    return !words.isEmpty() && !named;
  }

  /** The variables of {@code read} where that is all of a condition. */
  Optional<Set<String>> read(Script condition) {
    if (condition.statements().size() != 1
        || !condition.statements().get(0).links().isEmpty()
        || condition.statements().get(0).first().commands().size() != 1
        || !(condition.statements().get(0).first().commands().get(0)
            instanceof SimpleCommand simple)
        || simple.words().isEmpty()
        || !simple.words().get(0).isPlain("read")) {
      return Optional.empty();
    }
    Set<String> names = new TreeSet<>();
    for (Word word : simple.words().subList(1, simple.words().size())) {
      String text = word.literal().orElse("?");
      if (text.matches("[A-Za-z_]\\w*")) {
        names.add(text);
      } else if (!text.equals("-r")) {
        return Optional.empty();
      }
    }
    names.forEach(variables::forget);
    computed.addAll(names);
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /** Every variable that commands within {@code compound} set. */
  Set<String> assignedIn(CompoundCommand compound) {
    Set<String> names = new TreeSet<>();
    new TreeVisit() {
      @Override
      public void assignment(Assignment assignment) {
        names.add(assignment.name());
      }

      @Override
      public void command(Command command) {
        if (command instanceof CompoundCommand inner
            && inner.compound() instanceof Compound.For loop) {
          names.add(loop.name());
        } else if (command instanceof SimpleCommand simple) {
          simple.words().forEach(w -> Uses.assignment(w).ifPresent(a -> names.add(a.name())));
        }
      }
    }.through(compound);
    return names;
  }

  private static boolean isTop(MeaningReader.Scope scope) {
    return scope == MeaningReader.Scope.TOP || scope == MeaningReader.Scope.CERTAIN;
  }
}
