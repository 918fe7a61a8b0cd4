package dev.unroot.engine.proposal;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;

/**
 * How far a migration is to go.
 *
 * @param level the Pod Security level to reach
 * @param version the version of its policy
 * @param fallbackUser the user and group ID for a container of which nothing is known; greater than
 *     0
 */
public record Target(Level level, PolicyVersion version, long fallbackUser) {

  /**
   * The fallback where nothing else is configured: above the IDs that distributions give to
   * services, below 65536 so that it exists in every user namespace.
   */
  public static final long DEFAULT_FALLBACK_USER = 10001;

  /** Refuses a fallback that is root. */
  public Target {
    if (fallbackUser <= 0) {
      throw new IllegalArgumentException("the fallback user must not be root");
    }
  }
}
