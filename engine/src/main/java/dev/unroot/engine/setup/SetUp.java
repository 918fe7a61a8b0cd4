package dev.unroot.engine.setup;

import java.util.List;
import java.util.Optional;

/**
 * What has to run before the program, with privileges. It fails where the whole command would have
 * ended before the program, and succeeds where the program would have run.
 *
 * @param command in place of a container's command and arguments, with what Kubernetes replaces
 *     escaped
 * @param script the same as the shell reads it, for people
 * @param commands what it does, in order
 * @param keepingOwners the same without what only changes owners, where that can be left out and
 *     anything is left: whoever makes files owns them
 */
public record SetUp(
    List<String> command,
    String script,
    List<SetUpCommand> commands,
    Optional<List<String>> keepingOwners) {
  /** Copies the lists. */
  public SetUp {
    command = List.copyOf(command);
    commands = List.copyOf(commands);
    keepingOwners = keepingOwners.map(List::copyOf);
  }
}
