package dev.unroot.engine.shell;

/** The operators of redirection. */
public enum Direction {
  /** Reads a file. */
  READ("<", false),
  /** Replaces a file. */
  WRITE(">", true),
  /** Replaces a file, even where the shell is told not to. */
  OVERWRITE(">|", true),
  /** Writes at a file's end. */
  APPEND(">>", true),
  /** Reads and writes a file. */
  READ_WRITE("<>", true),
  /** Reads what another descriptor reads; {@code -} closes. */
  SAME_INPUT("<&", false),
  /** Writes where another descriptor writes; {@code -} closes. */
  SAME_OUTPUT(">&", false),
  /** Reads a text; of bash. */
  TEXT("<<<", false),
  /** Replaces a file with output and errors; of bash. */
  WRITE_ALL("&>", true),
  /** Adds output and errors to a file; of bash. */
  APPEND_ALL("&>>", true);

  private final String operator;
  private final boolean writesFile;

  Direction(String operator, boolean writesFile) {
    this.operator = operator;
    this.writesFile = writesFile;
  }

  /** As it is written. */
  public String operator() {
    return operator;
  }

  /** Whether the target is a file that it creates or changes. */
  public boolean writesFile() {
    return writesFile;
  }

  /** Whether the target is a descriptor. */
  boolean duplicates() {
    return this == SAME_INPUT || this == SAME_OUTPUT;
  }
}
