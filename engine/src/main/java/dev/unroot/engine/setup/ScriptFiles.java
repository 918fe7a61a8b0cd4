package dev.unroot.engine.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells the text of a file that a container's command runs. */
public interface ScriptFiles {
  /** No file is known. */
  ScriptFiles NONE = path -> Optional.empty();

  /**
   * The file that {@code command} with {@code args} runs as a script, or as a program of its own;
   * nothing where what it runs stands in the command itself.
   */
  static Optional<String> run(List<String> command, List<String> args) {
    List<String> asked = new ArrayList<>();
    SetUpReading.of(
        command,
        args,
        path -> {
          asked.add(path);
          return Optional.empty();
        });
    return asked.stream().findFirst();
  }

  /** The text of the file at {@code path} in the container, where it is known. */
  Optional<String> text(String path);
}
