package dev.unroot.engine.setup;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One command of a set-up.
 *
 * @param kind what kind of set-up it is
 * @param program what runs, or how the shell itself writes: {@code >}
 * @param paths what it touches, as far as that is known: of a pattern the folder, of a setting of
 *     the kernel its name
 * @param pathsAreKnown whether it touches nothing else
 * @param capabilities the most that it may need, whoever owns what it touches
 * @param effect how far it reaches
 * @param recursive whether its paths are directories, and all that is in them is touched
 * @param line where it stands in the script, from 1
 * @param value what a setting of the kernel is set to, or the user, as it is written, that files
 *     are given to; absent for all else, and where not known
 */
public record SetUpCommand(
    SetUpKind kind,
    String program,
    List<String> paths,
    boolean pathsAreKnown,
    SortedSet<String> capabilities,
    Effect effect,
    boolean recursive,
    int line,
    Optional<String> value) {
  /** Copies the lists. */
  public SetUpCommand {
    paths = List.copyOf(paths);
    capabilities = Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
  }

  SetUpCommand(
      SetUpKind kind,
      String program,
      List<String> paths,
      boolean pathsAreKnown,
      SortedSet<String> capabilities,
      Effect effect,
      int line) {
    this(kind, program, paths, pathsAreKnown, capabilities, effect, false, line, Optional.empty());
  }

  SetUpCommand recursively() {
    return new SetUpCommand(
        kind, program, paths, pathsAreKnown, capabilities, effect, true, line, value);
  }
}
