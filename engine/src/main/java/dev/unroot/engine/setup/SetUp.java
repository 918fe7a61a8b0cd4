package dev.unroot.engine.setup;

import java.util.List;

/**
 * What has to run before the program, with privileges. It fails where the whole command would have
 * ended before the program, and succeeds where the program would have run.
 *
 * @param command in place of a container's command and arguments, with what Kubernetes replaces
 *     escaped
 * @param script the same as the shell reads it, for people
 * @param commands what it does, in order
 */
public record SetUp(List<String> command, String script, List<SetUpCommand> commands) {
  /** Copies the lists. */
  public SetUp {
    command = List.copyOf(command);
    commands = List.copyOf(commands);
  }
}
