package dev.unroot.operator.ceiling;

/**
 * A text in which {@code *} stands for any characters, or none.
 *
 * @param pattern as the administrator wrote it
 */
public record Wildcard(String pattern) {
  /**
   * Whether {@code text} as a whole is what the pattern says. It takes at most the product of both
   * lengths, whatever the pattern: a text comes from whoever writes workloads.
   */
  boolean matches(String text) {
    int at = 0;
    int next = 0;
    int star = -1;
    int resume = 0;
    while (at < text.length()) {
      if (next < pattern.length() && pattern.charAt(next) == '*') {
        star = next++;
        resume = at;
      } else if (next < pattern.length() && pattern.charAt(next) == text.charAt(at)) {
        next++;
        at++;
      } else if (star >= 0) {
        next = star + 1; // the last star takes one character more
        at = ++resume;
      } else {
        return false;
      }
    }
    while (next < pattern.length() && pattern.charAt(next) == '*') {
      next++;
    }
    return next == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
