package dev.unroot.engine.evidence;

import java.util.List;
import java.util.TreeSet;

/**
 * What a trial takes away, or has shown that it can be taken away, beyond what the target asks for.
 *
 * @param userNamespace whether the pod has a user namespace of its own
 * @param readOnly the containers that cannot write to their root file system, sorted
 */
public record Hardened(boolean userNamespace, List<String> readOnly) {
  /** No hardening. */
  public static final Hardened NOTHING = new Hardened(false, List.of());

  /** Sorts the containers. */
  public Hardened {
    readOnly = List.copyOf(new TreeSet<>(readOnly));
  }

  /** The same with or without a user namespace. */
  public Hardened withUserNamespace(boolean own) {
    return new Hardened(own, readOnly);
  }

  /** The same with these containers read-only, and no others. */
  public Hardened withReadOnly(List<String> containers) {
    return new Hardened(userNamespace, containers);
  }
}
