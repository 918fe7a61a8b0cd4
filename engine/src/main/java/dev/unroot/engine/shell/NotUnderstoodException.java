package dev.unroot.engine.shell;

/** Ends the reading of a script; never leaves this package. */
final class NotUnderstoodException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String reason;

  NotUnderstoodException(int line, String reason) {
    super(reason, null, false, false); // where it was thrown says nothing about the script
    this.line = line;
    this.reason = reason;
  }

  int line() {
    return line;
  }

  String reason() {
    return reason;
  }
}
