package dev.unroot.engine.shell;

/** Whose grammar a script is read by. */
public enum Dialect {
  /** What every shell that may be {@code /bin/sh} takes the same way. */
  POSIX,
  /** With those extensions of bash that are common in scripts of containers. */
  BASH
}
