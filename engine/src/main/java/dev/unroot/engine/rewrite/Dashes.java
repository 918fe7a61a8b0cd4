package dev.unroot.engine.rewrite;

import java.util.Optional;

/** The dashes of lists that are written one item a line. */
final class Dashes {
  private Dashes() {}

  /**
   * The offset of the dash before {@code item}.
   *
   * @throws RefusedException where there is something between the two
   */
  static int before(Page page, Span item) {
    return find(page, item)
        .orElseThrow(
            () ->
                new RefusedException(item.start(), "a comment stands between a dash and its item"));
  }

  /** The offset of the dash before {@code item}; nothing where there is something between. */
  static Optional<Integer> find(Page page, Span item) {
    int at = item.start() - 1;
    while (at >= 0 && page.text().charAt(at) <= ' ') {
      at--;
    }
    return at >= 0 && page.has(at, '-') ? Optional.of(at) : Optional.empty();
  }
}
