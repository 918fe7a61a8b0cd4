package dev.unroot.operator.ceiling;

/** Whether trials are stopped in the whole cluster. */
public sealed interface Stop {
  /** Trials go on. */
  record No() implements Stop {}

  /** An administrator stopped them. */
  record Asked() implements Stop {}

  /**
   * Nobody knows what is allowed now: the ceilings were changed to something that cannot be read.
   *
   * @param problem what is wrong with them, as {@code file:line: what}
   */
  record Unreadable(String problem) implements Stop {}
}
