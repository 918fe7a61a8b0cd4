package dev.unroot.operator.compact;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for caches to fill. */
public final class Patience {
  private static final long POLL_MILLIS = 50;

  private Patience() {}

  /** Waits until {@code condition} holds, but not longer than {@code limit}. */
  public static void await(BooleanSupplier condition, Duration limit) {
    long rounds = limit.toMillis() / POLL_MILLIS;
    try {
      for (long round = 0; round < rounds && !condition.getAsBoolean(); round++) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
