package dev.unroot.engine.rewrite;

/** The dashes of lists that are written one item a line. */
final class Dashes {
  private Dashes() {}

  /**
   * The offset of the dash before {@code item}.
   *
   * @throws RefusedException where there is something between the two
   */
  static int before(Page page, Span item) {
    int at = item.start() - 1;
    while (at >= 0 && page.text().charAt(at) <= ' ') {
      at--;
    }
    if (at < 0 || !page.has(at, '-')) {
      throw new RefusedException(item.start(), "a comment stands between a dash and its item");
    }
    return at;
  }
}
