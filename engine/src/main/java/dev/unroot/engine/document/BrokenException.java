package dev.unroot.engine.document;

/** A document is YAML, but not what is read here. */
final class BrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String what;

  BrokenException(int line, String what) {
    super(what, null, false, false);
    this.line = line;
    this.what = what;
  }

  int line() {
    return line;
  }

  String what() {
    return what;
  }
}
