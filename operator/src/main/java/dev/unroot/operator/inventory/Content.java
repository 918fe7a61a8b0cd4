package dev.unroot.operator.inventory;

import dev.unroot.operator.compact.Packed;

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

  /** Holds {@code packed}, unless it is large. */
  static Content of(Packed packed) {
    return packed.size() <= LARGEST_HELD ? new Held(packed) : new LeftBehind(packed.fingerprint());
  }
}
