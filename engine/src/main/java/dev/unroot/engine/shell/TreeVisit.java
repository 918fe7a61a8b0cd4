package dev.unroot.engine.shell;

import java.util.List;

/** Goes through a tree in the order in which it is written, into all that is nested. */
public interface TreeVisit {
  /** Each command, before what it holds. */
  default void command(Command command) {}

  /** Each assignment, before its value. */
  default void assignment(Assignment assignment) {}

  /** Each redirection, before its target. */
  default void redirection(Redirection redirection) {}

  /** Each piece of each word, before what it holds. */
  default void piece(Piece piece) {}

  /** Visits all of {@code script}. */
  default void through(Script script) {
    for (Statement statement : script.statements()) {
      for (Pipeline pipeline : statement.pipelines()) {
        pipeline.commands().forEach(this::through);
      }
    }
  }

  /** Visits {@code command} and what it holds. */
  default void through(Command command) {
    command(command);
    if (command instanceof SimpleCommand simple) {
      for (Assignment assignment : simple.assignments()) {
        assignment(assignment);
        through(assignment.value());
      }
      simple.words().forEach(this::through);
      throughAll(simple.redirections());
    } else if (command instanceof CompoundCommand compound) {
      through(compound.compound());
      throughAll(compound.redirections());
    } else if (command instanceof FunctionDefinition function) {
      through(function.body());
    }
  }

  /** Visits the targets of {@code redirections}. */
  private void throughAll(List<Redirection> redirections) {
    for (Redirection redirection : redirections) {
      redirection(redirection);
      if (redirection instanceof Redirection.File file) {
        through(file.target());
      } else if (redirection instanceof Redirection.HereDocument document) {
        through(document.text().word());
      }
    }
  }

  private void through(Compound compound) {
    if (compound instanceof Compound.Group group) {
      through(group.body());
    } else if (compound instanceof Compound.Subshell subshell) {
      through(subshell.body());
    } else if (compound instanceof Compound.If conditional) {
      for (Compound.Branch branch : conditional.branches()) {
        through(branch.condition());
        through(branch.body());
      }
      through(conditional.otherwise());
    } else if (compound instanceof Compound.Loop loop) {
      through(loop.condition());
      through(loop.body());
    } else if (compound instanceof Compound.For loop) {
      loop.words().ifPresent(words -> words.forEach(this::through));
      through(loop.body());
    } else if (compound instanceof Compound.Case choice) {
      through(choice.subject());
      for (Compound.Choice one : choice.choices()) {
        one.patterns().forEach(this::through);
        through(one.body());
      }
    } else if (compound instanceof Compound.Test test) {
      for (TestToken token : test.tokens()) {
        if (token instanceof TestToken.Operand operand) {
          through(operand.word());
        }
      }
    }
  }

  /** Visits the pieces of {@code word}. */
  default void through(Word word) {
    for (Piece piece : word.pieces()) {
      through(piece);
    }
  }

  private void through(Piece piece) {
    piece(piece);
    if (piece instanceof Piece.DoubleQuoted quoted) {
      quoted.pieces().forEach(this::through);
    } else if (piece instanceof Piece.Parameter parameter) {
      parameter.operation().ifPresent(operation -> through(operation.operand()));
    } else if (piece instanceof Piece.Substitution substitution) {
      through(substitution.script());
    }
  }
}
