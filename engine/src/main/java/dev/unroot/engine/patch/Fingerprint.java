package dev.unroot.engine.patch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Names a text or a tree by its SHA-256. */
public final class Fingerprint {
  private Fingerprint() {}

  /** The SHA-256 of {@code text} in UTF-8, as 64 hexadecimal digits. */
  public static String of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of a tree: the same for the same tree, whatever the order of its keys. */
  public static String ofTree(Object tree) {
    return of(canonical(tree));
  }

  /**
   * A tree in one way only: keys sorted, values with their kind and length, so that two trees never
   * look alike.
   */
  public static String canonical(Object tree) {
    StringBuilder text = new StringBuilder();
    append(text, tree);
    return text.toString();
  }

  private static void append(StringBuilder text, Object value) {
    if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
      text.append('{');
      sorted.forEach(
          (key, element) -> {
            append(text, key);
            append(text, element);
          });
      text.append('}');
    } else if (value instanceof List<?> list) {
      text.append('[');
      list.forEach(element -> append(text, element));
      text.append(']');
    } else {
      String shown = String.valueOf(value);
      text.append(value instanceof String ? '"' : '=');
      text.append(shown.length()).append(':').append(shown);
    }
  }
}
