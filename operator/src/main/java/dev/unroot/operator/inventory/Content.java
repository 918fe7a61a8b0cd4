package dev.unroot.operator.inventory;

import dev.unroot.operator.compact.Packed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an object says, or where to find it. Ordinary objects are held; a large one is left with the
 * API server and asked for when it is needed, so that whoever may write large objects cannot fill
 * the operator's memory with them.
 */
sealed interface Content {
  /**
   * The largest packed object that is held, in bytes. Ordinary workloads take about 1,000, and what
   * ten thousand of this size take still fits.
   */
  int LARGEST_HELD = 8 * 1024;

  /** The object itself. */
  record Held(Packed packed) implements Content {}

  /**
   * The object is with the API server.
   *
   * @param fingerprint by which a change of it is known
   */
  record LeftBehind(String fingerprint) implements Content {}

  /** Holds {@code json}, unless it is large. */
  static Content of(String json) {
    return Packed.within(json, LARGEST_HELD)
        .<Content>map(Held::new)
        .orElseGet(() -> new LeftBehind(fingerprint(json)));
  }

  private static String fingerprint(String json) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(json.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
