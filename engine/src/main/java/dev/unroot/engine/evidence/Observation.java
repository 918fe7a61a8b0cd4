package dev.unroot.engine.evidence;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was seen of the processes of one running container.
 *
 * @param container the container's name
 * @param identities the distinct users and groups, lowest user ID first
 * @param ports the ports listened on below the ephemeral range, lowest first
 */
public record Observation(
    String container, List<ProcessIdentity> identities, List<ListeningPort> ports) {

  /** Copies the lists, so that an observation never changes. */
  public Observation {
    identities = List.copyOf(identities);
    ports = List.copyOf(ports);
  }

  /** The distinct user IDs. */
  public SortedSet<Long> uids() {
    SortedSet<Long> uids = new TreeSet<>();
    identities.forEach(identity -> uids.add(identity.uid()));
    return uids;
  }

  /** The identities that are not root. */
  public List<ProcessIdentity> unprivileged() {
    return identities.stream().filter(identity -> identity.uid() != 0).toList();
  }
}
