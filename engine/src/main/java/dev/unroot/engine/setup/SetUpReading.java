package dev.unroot.engine.setup;

import java.util.List;
import java.util.Optional;

/** What a container's command came to: set-up and program apart, set-up alone, or neither. */
public sealed interface SetUpReading {
  /**
   * Set-up and program can be taken apart.
   *
   * @param setUp what runs first; absent where there is nothing but a step down to another user
   * @param program what runs then
   */
  record Split(Optional<SetUp> setUp, MainProgram program) implements SetUpReading {}

  /** There is nothing but set-up, as in an init container; its command stays as it is. */
  record SetUpOnly(List<SetUpCommand> commands) implements SetUpReading {
    /** Copies the commands. */
    public SetUpOnly {
      commands = List.copyOf(commands);
    }
  }

  /** There is nothing but set-up, which it does again and again, beside the program. */
  record Upkeep(List<SetUpCommand> commands) implements SetUpReading {
    /** Copies the commands. */
    public Upkeep {
      commands = List.copyOf(commands);
    }
  }

  /**
   * It is left alone.
   *
   * @param reason why, for a person; bounded and printable
   * @param line where in the script, from 1
   */
  record Left(String reason, int line) implements SetUpReading {}

  /**
   * Reads a container's command; never throws.
   *
   * @param command of the container, as the template has it
   * @param args likewise
   * @param files tells the text of the file that the command runs, where that is known
   */
  static SetUpReading of(List<String> command, List<String> args, ScriptFiles files) {
    try {
      return Splitter.split(Invocation.of(command, args, files));
    } catch (LeftException e) {
      return e.left();
    }
  }
}
