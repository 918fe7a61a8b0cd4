package dev.unroot.engine.evidence;

import java.util.List;
import java.util.TreeSet;

/**
 * What trials showed that a container cannot do without: it stays the user that it is, with these
 * capabilities at most.
 *
 * @param container its name
 * @param capabilities sorted, each once; more than it holds now counts for nothing
 * @param why for people, such as "setgid was not permitted"
 */
public record Concession(String container, List<String> capabilities, String why) {
  /** Sorts the capabilities. */
  public Concession {
    capabilities = List.copyOf(new TreeSet<>(capabilities));
  }
}
