package dev.unroot.engine.rewrite;

/** The text of a file, by its lines. */
record Page(String text) {
  /** The offset where the line of {@code at} begins. */
  int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** The offset behind the last character of the line of {@code at}, before its line end. */
  int lineEnd(int at) {
    int end = text.indexOf('\n', at);
    if (end < 0) {
      return text.length();
    }
    return end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** The offset where the line after that of {@code at} begins; the end where there is none. */
  int nextLine(int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  /** How far {@code at} is from the beginning of its line. */
  int column(int at) {
    return at - lineStart(at);
  }

  /** Whether nothing but spaces stands before {@code at} in its line. */
  boolean isFirst(int at) {
    return text.substring(lineStart(at), at).isBlank();
  }

  /** Whether both stand in the same line. */
  boolean isOneLine(int from, int to) {
    return lineStart(from) == lineStart(to);
  }

  /** The number of the line of {@code at}, counted from 1. */
  int line(int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  /** The offset of the first character at or after {@code at} that is no space. */
  int skipSpaces(int at) {
    int next = at;
    while (next < text.length() && text.charAt(next) <= ' ') {
      next++;
    }
    return next;
  }

  /** Whether {@code at} is where {@code character} stands. */
  boolean has(int at, char character) {
    return at < text.length() && text.charAt(at) == character;
  }

  /** Whether the line that begins at {@code at} holds nothing but a comment. */
  boolean isComment(int at) {
    return has(skipSpaces(at), '#') && isOneLine(at, skipSpaces(at));
  }
}
