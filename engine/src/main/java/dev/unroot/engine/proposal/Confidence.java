package dev.unroot.engine.proposal;

import java.util.Locale;

/** How sure a chosen value is. Only a trial proves it. */
public enum Confidence {
  /** Little speaks for it: try it before anything else. */
  LOW,
  /** Documented of the image, not seen here. */
  MEDIUM,
  /** Seen here, said by the spec, or the only value there is. */
  HIGH;

  /** In lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
