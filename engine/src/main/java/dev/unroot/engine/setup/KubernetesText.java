package dev.unroot.engine.setup;

import java.util.Optional;

/**
 * Texts in a container's command, in which Kubernetes replaces {@code $(NAME)} by a variable and
 * {@code $$} by {@code $} before anything runs.
 */
final class KubernetesText {
  private KubernetesText() {}

  /**
   * What arrives in the container; absent where it may depend on a variable. Parentheses that hold
   * no name stay as they are: no variable is called that way.
   */
  static Optional<String> arriving(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    int lastEnd = text.lastIndexOf(')');
    while (at < text.length()) {
      char c = text.charAt(at);
      char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
      if (c == '$' && next == '$') {
        out.append('$');
        at += 2;
      } else if (c == '$' && next == '(') {
        int end = at < lastEnd ? text.indexOf(')', at) : -1;
        if (end >= 0 && text.substring(at + 2, end).matches("[-._A-Za-z0-9]+")) {
          return Optional.empty();
        }
        int until = end < 0 ? at + 2 : end + 1; // as a whole: a reference does not nest
        out.append(text, at, until);
        at = until;
      } else {
        out.append(c);
        at++;
      }
    }
    return Optional.of(out.toString());
  }

  /** What has to be written for {@code text} to arrive. */
  static String written(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean special =
          c == '$'
              && i + 1 < text.length()
              && (text.charAt(i + 1) == '(' || text.charAt(i + 1) == '$');
      out.append(special ? "$$" : String.valueOf(c));
    }
    return out.toString();
  }
}
