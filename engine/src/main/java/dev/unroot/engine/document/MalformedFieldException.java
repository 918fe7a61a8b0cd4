package dev.unroot.engine.document;

/**
 * A field holds something of another type than Kubernetes gives it. Names the field; the reader
 * adds file and line.
 */
public final class MalformedFieldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FieldPath path;
  private final String expected;

  /** The field at {@code path} is not {@code expected}, a phrase such as "a whole number". */
  public MalformedFieldException(FieldPath path, String expected) {
    this.path = path;
    this.expected = expected;
  }

  @Override
  public String getMessage() {
    return path + ": must be " + expected;
  }

  /** The same mistake, its field counted from where {@code prefix} begins. */
  public MalformedFieldException within(FieldPath prefix) {
    return new MalformedFieldException(prefix.then(path), expected);
  }

  /** The field, counted from the root of its document. */
  public FieldPath path() {
    return path;
  }
}
