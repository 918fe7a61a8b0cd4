package dev.unroot.engine.shell;

import java.util.OptionalInt;

/** Where a command reads from or writes to. */
public sealed interface Redirection {
  /** The descriptor that is written before it, a single digit. */
  OptionalInt descriptor();

  /** From or to a file, or another descriptor. */
  record File(OptionalInt descriptor, Direction direction, Word target) implements Redirection {}

  /** From text that stands in the script. */
  record HereDocument(OptionalInt descriptor, HereText text) implements Redirection {}
}
