package dev.unroot.engine.setup;

import dev.unroot.engine.shell.Command;
import dev.unroot.engine.shell.Compound;
import dev.unroot.engine.shell.CompoundCommand;
import dev.unroot.engine.shell.Dialect;
import dev.unroot.engine.shell.Piece;
import dev.unroot.engine.shell.Pipeline;
import dev.unroot.engine.shell.Script;
import dev.unroot.engine.shell.SimpleCommand;
import dev.unroot.engine.shell.Statement;
import dev.unroot.engine.shell.TestToken;
import dev.unroot.engine.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Conditions that ask whether the script is run by root, which it is: the branch that is taken then
 * replaces the whole command where that branch never comes back, or is none.
 */
final class RootGuard {
  private final Dialect dialect;
  private final List<String> parameters;
  private boolean asksForUser;

  private RootGuard(Dialect dialect, List<String> parameters) {
    this.dialect = dialect;
    this.parameters = parameters;
  }

  /** {@code script} as root runs it. */
  static Script taken(Script script, Invocation invocation) {
    List<Statement> statements = new ArrayList<>();
    for (Statement statement : script.statements()) {
      Optional<Script> branch =
          conditional(statement)
              .flatMap(c -> new RootGuard(invocation.dialect(), invocation.parameters()).branch(c));
      if (branch.isPresent() && (branch.get().isEmpty() || leaves(branch.get()))) {
        statements.addAll(branch.get().statements());
        if (!branch.get().isEmpty()) {
          break; // what follows is never run
        }
      } else {
        statements.add(statement);
      }
    }
    return new Script(statements);
  }

  private static Optional<Compound.If> conditional(Statement statement) {
    return only(statement)
        .filter(CompoundCommand.class::isInstance)
        .map(CompoundCommand.class::cast)
        .filter(c -> c.redirections().isEmpty() && c.compound() instanceof Compound.If)
        .map(c -> (Compound.If) c.compound())
        .filter(c -> c.branches().size() == 1);
  }

  private static Optional<Command> only(Statement statement) {
    Pipeline pipeline = statement.first();
    boolean one =
        statement.links().isEmpty()
            && !statement.background()
            && !pipeline.negated()
            && pipeline.commands().size() == 1;
    return one ? Optional.of(pipeline.commands().get(0)) : Optional.empty();
  }

  /** Whether it ends by becoming a program, for certain. */
  private static boolean leaves(Script script) {
    return only(script.statements().get(script.statements().size() - 1))
        .filter(SimpleCommand.class::isInstance)
        .map(SimpleCommand.class::cast)
        .filter(c -> c.words().size() > 1 && c.words().get(0).isPlain("exec"))
        .isPresent();
  }

  private Optional<Script> branch(Compound.If conditional) {
    Compound.Branch branch = conditional.branches().get(0);
    Optional<Boolean> holds = decided(branch.condition());
    return asksForUser
        ? holds.map(yes -> yes ? branch.body() : conditional.otherwise())
        : Optional.empty();
  }

  private Optional<Boolean> decided(Script condition) {
    if (condition.statements().size() != 1 || condition.statements().get(0).background()) {
      return Optional.empty();
    }
    Statement statement = condition.statements().get(0);
    boolean holds = true;
    for (Statement.Link link : statement.links()) {
      if (link.connective() != Statement.Connective.AND) {
        return Optional.empty();
      }
    }
    for (Pipeline pipeline : statement.pipelines()) {
      Optional<Boolean> one =
          pipeline.commands().size() == 1
              ? terms(pipeline.commands().get(0)).flatMap(this::all)
              : Optional.empty();
      if (one.isEmpty()) {
        return one;
      }
      holds = holds && one.get() != pipeline.negated();
    }
    return Optional.of(holds);
  }

  /** The comparisons that {@code [ ]}, {@code test} or {@code [[ ]]} joins by "and". */
  private static Optional<List<List<Word>>> terms(Command command) {
    List<Word> words = new ArrayList<>();
    if (command instanceof SimpleCommand simple
        && simple.assignments().isEmpty()
        && simple.redirections().isEmpty()
        && !simple.words().isEmpty()) {
      List<Word> all = simple.words();
      if (all.get(0).isPlain("test")) {
        words.addAll(all.subList(1, all.size()));
      } else if (all.get(0).isPlain("[") && all.get(all.size() - 1).isPlain("]")) {
        words.addAll(all.subList(1, all.size() - 1));
      }
    } else if (command instanceof CompoundCommand compound
        && compound.compound() instanceof Compound.Test test) {
      for (TestToken token : test.tokens()) {
        if (token instanceof TestToken.Operand operand) {
          words.add(operand.word());
        } else if (token instanceof TestToken.Operator operator && operator.text().equals("&&")) {
          words.add(Word.plain("-a"));
        } else {
          return Optional.empty();
        }
      }
    }
    List<List<Word>> terms = new ArrayList<>();
    terms.add(new ArrayList<>());
    for (Word word : words) {
      if (word.isPlain("-a")) {
        terms.add(new ArrayList<>());
      } else {
        terms.get(terms.size() - 1).add(word);
      }
    }
    return Optional.of(terms);
  }

  private Optional<Boolean> all(List<List<Word>> terms) {
    boolean holds = true;
    for (List<Word> term : terms) {
      Optional<Boolean> one = term.size() == 3 ? compared(term) : Optional.empty();
      if (one.isEmpty()) {
        return one;
      }
      holds = holds && one.get();
    }
    return Optional.of(holds);
  }

  private Optional<Boolean> compared(List<Word> term) {
    Optional<String> left = value(term.get(0));
    Optional<String> right = value(term.get(2));
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    boolean equal = left.get().equals(right.get());
    return switch (term.get(1).literal().orElse("")) {
      case "=", "==", "-eq" -> Optional.of(equal);
      case "!=", "-ne" -> Optional.of(!equal);
      default -> Optional.empty();
    };
  }

  private Optional<String> value(Word word) {
    List<Piece> pieces = word.pieces();
    if (pieces.size() == 1 && pieces.get(0) instanceof Piece.DoubleQuoted quoted) {
      pieces = quoted.pieces();
    }
    if (pieces.size() == 1 && pieces.get(0) instanceof Piece.Substitution substitution) {
      return user(substitution.script());
    } else if (pieces.size() == 1
        && pieces.get(0) instanceof Piece.Parameter parameter
        && parameter.operation().isEmpty()) {
      return parameter(parameter.name());
    }
    return word.literal();
  }

  private Optional<String> user(Script script) {
    if (script.statements().size() != 1
        || !(only(script.statements().get(0)).orElse(null) instanceof SimpleCommand command)
        || !command.redirections().isEmpty()
        || !command.assignments().isEmpty()) {
      return Optional.empty();
    }
    List<String> words = command.words().stream().map(w -> w.literal().orElse("?")).toList();
    Optional<String> answer = Optional.empty();
    if (words.equals(List.of("id", "-u"))) {
      answer = Optional.of("0");
    } else if (words.equals(List.of("whoami")) || words.equals(List.of("id", "-un"))) {
      answer = Optional.of("root");
    }
    asksForUser = asksForUser || answer.isPresent();
    return answer;
  }

  private Optional<String> parameter(String name) {
    if (dialect == Dialect.BASH && (name.equals("EUID") || name.equals("UID"))) {
      asksForUser = true;
      return Optional.of("0");
    }
    if (name.matches("[1-9]")) {
      int index = Integer.parseInt(name);
      return index < parameters.size()
          ? KubernetesText.arriving(parameters.get(index))
          : Optional.of("");
    }
    return Optional.empty();
  }
}
