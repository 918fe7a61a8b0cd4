package dev.unroot.e2e.apiserver.podsecurity;

import java.util.Set;
import java.util.TreeSet;

/**
 * Why a pod is refused, in one form for both sides.
 *
 * @param check what the API server calls it, such as {@code runAsNonRoot != true}
 * @param named what it names: {@code pod}, {@code container web}, {@code volume data}, or the value
 *     of a field
 */
record Reason(String check, Set<String> named) implements Comparable<Reason> {

  Reason {
    named = new TreeSet<>(named);
  }

  @Override
  public int compareTo(Reason other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return check + " " + named;
  }
}
