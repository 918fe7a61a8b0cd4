package dev.unroot.engine.setup;

import java.util.Optional;

/** Tells the text of a file that a container's command runs. */
public interface ScriptFiles {
  /** No file is known. */
  ScriptFiles NONE = path -> Optional.empty();

  /** The text of the file at {@code path} in the container, where it is known. */
  Optional<String> text(String path);
}
