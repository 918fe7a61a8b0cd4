package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;

/**
 * A level at a version.
 *
 * @param version what the label means to the API server under test
 * @param label the version as a namespace's label says it, which may be {@code latest}
 */
record Policy(Level level, PolicyVersion version, String label) {

  @Override
  public String toString() {
    return level + ":" + label;
  }
}
