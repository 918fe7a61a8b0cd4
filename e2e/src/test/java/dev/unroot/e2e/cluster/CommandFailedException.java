package dev.unroot.e2e.cluster;

/** A program that a test ran did not do its work; the message holds what it said. */
public final class CommandFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  CommandFailedException(String message) {
    super(message);
  }

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
