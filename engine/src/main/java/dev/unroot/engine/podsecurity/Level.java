package dev.unroot.engine.podsecurity;

import java.util.Locale;

/**
 * The levels of the Pod Security Standards, weakest first, so that {@link #compareTo} orders them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">Pod Security
 *     Standards</a>
 */
public enum Level {
  /** No restriction. */
  PRIVILEGED,
  /** Known privilege escalations are refused. */
  BASELINE,
  /** Current hardening practice: not root, no capabilities, no escalation, a seccomp profile. */
  RESTRICTED;

  /** Whether this level asks for everything that {@code other} asks for. */
  public boolean covers(Level other) {
    return compareTo(other) >= 0;
  }

  /** As namespace labels write it: {@code restricted}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
