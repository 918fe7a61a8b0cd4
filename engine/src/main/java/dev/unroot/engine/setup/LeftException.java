package dev.unroot.engine.setup;

import dev.unroot.engine.document.PrintableText;

/** Ends the reading of a command that is left alone; never leaves this package. */
final class LeftException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAXIMUM_NAME = 60;

  private final String reason;
  private final int line;

  LeftException(String reason, int line) {
    super(reason, null, false, false); // where it was thrown says nothing about the script
    this.reason = reason;
    this.line = line;
  }

  SetUpReading.Left left() {
    return new SetUpReading.Left(reason, line);
  }

  /** {@code name}, which a script chose, as it may be shown in a reason. */
  static String shown(String name) {
    String printable = PrintableText.line(name);
    return printable.length() > MAXIMUM_NAME
        ? printable.substring(0, MAXIMUM_NAME) + "..."
        : printable;
  }
}
