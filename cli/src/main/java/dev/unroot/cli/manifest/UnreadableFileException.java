package dev.unroot.cli.manifest;

/** A file cannot be read; the message says why. */
public final class UnreadableFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String what;

  UnreadableFileException(String what) {
    this.what = what;
  }

  @Override
  public String getMessage() {
    return what;
  }
}
