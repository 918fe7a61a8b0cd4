package dev.unroot.engine.patch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names texts and trees by their SHA-256. A tree is read as it stands, and never made a text as a
 * whole: templates may be large.
 */
public final class Fingerprint {
  private final MessageDigest digest;

  /** Of nothing yet. */
  public Fingerprint() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of {@code text} in UTF-8, as 64 hexadecimal digits. */
  public static String of(String text) {
    return new Fingerprint().text(text).hex();
  }

  /** The SHA-256 of a tree: the same for the same tree, whatever the order of its keys. */
  public static String ofTree(Object tree) {
    return new Fingerprint().tree(tree).hex();
  }

  /** Adds {@code text} as it is. */
  public Fingerprint text(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * Adds a tree, in one way only: keys sorted, values with their kind and length, so that two trees
   * never look alike.
   */
  public Fingerprint tree(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((key, element) -> sorted.put(String.valueOf(key), element));
      text("{");
      sorted.forEach((key, element) -> tree(key).tree(element));
      return text("}");
    } else if (tree instanceof List<?> list) {
      text("[");
      list.forEach(this::tree);
      return text("]");
    }
    String shown = String.valueOf(tree);
    return text(tree instanceof String ? "\"" : "=").text(shown.length() + ":").text(shown);
  }

  /** What was added so far, as 64 hexadecimal digits; to be asked for once. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
