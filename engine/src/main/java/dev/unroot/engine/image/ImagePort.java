package dev.unroot.engine.image;

import java.util.Locale;

/**
 * A port that an image listens on.
 *
 * @param number from 1 to 65535
 */
public record ImagePort(long number, Protocol protocol) {
  /** A transport protocol, as Kubernetes knows them. */
  public enum Protocol {
    TCP,
    UDP,
    SCTP
  }

  /** As container files write it: {@code 80/tcp}. */
  @Override
  public String toString() {
    return number + "/" + protocol.name().toLowerCase(Locale.ROOT);
  }
}
