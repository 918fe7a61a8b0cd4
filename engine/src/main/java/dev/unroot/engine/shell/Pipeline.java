package dev.unroot.engine.shell;

import java.util.List;

/**
 * Commands that run at once, each reading what the one before writes; mostly just one.
 *
 * @param negated whether {@code !} turns its success into failure
 */
public record Pipeline(boolean negated, List<Command> commands) {
  /** Copies the commands. */
  public Pipeline {
    commands = List.copyOf(commands);
  }
}
