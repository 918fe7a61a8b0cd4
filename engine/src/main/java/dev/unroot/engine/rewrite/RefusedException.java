package dev.unroot.engine.rewrite;

/** A text cannot be edited so that only what has to change does. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int at;
  private final String why;

  /**
   * For the reason {@code why}.
   *
   * @param at the offset in the text where the reason is
   */
  RefusedException(int at, String why) {
    super(why, null, false, false);
    this.at = at;
    this.why = why;
  }

  int at() {
    return at;
  }

  String why() {
    return why;
  }
}
