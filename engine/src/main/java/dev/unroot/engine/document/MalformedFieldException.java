package dev.unroot.engine.document;

/**
 * A field holds something of another type than Kubernetes gives it. Names the field; the reader
 * adds file and line.
 */
public final class MalformedFieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FieldPath path;

  /** The field at {@code path} is not {@code expected}, a phrase such as "a whole number". */
  public MalformedFieldException(FieldPath path, String expected) {
    super(path + ": must be " + expected);
    this.path = path;
  }

  /** The field, counted from the root of its document. */
  public FieldPath path() {
    return path;
  }
}
