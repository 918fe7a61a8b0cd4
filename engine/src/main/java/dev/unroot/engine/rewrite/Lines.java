package dev.unroot.engine.rewrite;

/** Whole lines. */
final class Lines {
  private Lines() {}

  /** Takes out the lines from that of {@code from} to that of {@code to}. */
  static Edit whole(Page page, int from, int to) {
    int start = page.lineStart(from);
    int end = page.nextLine(to);
    boolean hasNoEnd = end == page.text().length() && !page.text().endsWith("\n");
    if (hasNoEnd && start > 0) { // the line before becomes the one without
      return new Edit(page.lineEnd(page.lineStart(start - 1)), end, "");
    }
    return new Edit(start, end, "");
  }
}
