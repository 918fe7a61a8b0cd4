package dev.unroot.engine.setup;

import java.util.List;
import java.util.Optional;

/**
 * What is left of a command without its set-up.
 *
 * @param command in place of the container's command and arguments, with what Kubernetes replaces
 *     escaped
 * @param stepDown whom it became by itself; the command does so no more where a program did that
 * @param repeated how many simple commands at its beginning the set-up runs, too: variables,
 *     directories and the like that cost nothing
 */
public record MainProgram(List<String> command, Optional<StepDown> stepDown, int repeated) {
  /** Copies the command. */
  public MainProgram {
    command = List.copyOf(command);
  }
}
