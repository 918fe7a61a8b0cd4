package dev.unroot.engine.shell;

import java.util.List;

/**
 * A program, builtin or function with its words; or assignments and redirections alone.
 *
 * @param assignments for the program alone where there are words, otherwise for the shell
 * @param redirections in their order
 */
public record SimpleCommand(
    Line line, List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
    implements Command {
  /** Copies the lists. */
  public SimpleCommand {
    assignments = List.copyOf(assignments);
    words = List.copyOf(words);
    redirections = List.copyOf(redirections);
  }

  /** The same command with other {@code words}. */
  public SimpleCommand with(List<Word> other) {
    return new SimpleCommand(line, assignments, other, redirections);
  }
}
