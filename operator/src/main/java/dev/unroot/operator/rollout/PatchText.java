package dev.unroot.operator.rollout;

/**
 * A JSON patch as the API server wants it. It compares what a {@code test} names with what it has
 * byte by byte, and writes {@code &}, {@code <} and {@code >} of a text as escapes, as Go's encoder
 * does: sent as they are, they never match.
 *
 * @see <a href="https://pkg.go.dev/encoding/json#Marshal">encoding/json</a>
 */
final class PatchText {
  private PatchText() {}

  /** {@code json} with the same meaning: of these characters, JSON has none outside of texts. */
  static String of(String json) {
    StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char next = json.charAt(i);
      switch (next) {
        case '&', '<', '>', '\u2028', '\u2029' -> text.append(String.format("\\u%04x", (int) next));
        default -> text.append(next);
      }
    }
    return text.toString();
  }
}
