package dev.unroot.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was seen of the processes of one running container.
 *
 * @param container the container's name
 * @param identities the distinct users and groups, lowest user ID first
 * @param ports the ports listened on below the ephemeral range, lowest first
 * @param programs the names of the processes that stayed, without their digits, which differ from
 *     run to run; sorted
 * @param volumes whom the volumes that outlive a pod belonged to in the end
 * @param ownUserNamespace whether its users are others on the node; nothing where it was not seen
 * @param startedAs the user ID of its first process to begin with; nothing where nobody tells
 * @param imageUsers the users that its image has for programs, where anybody could look into it
 */
public record Observation(
    String container,
    List<ProcessIdentity> identities,
    List<ListeningPort> ports,
    List<String> programs,
    List<VolumeOwner> volumes,
    Optional<Boolean> ownUserNamespace,
    Optional<Long> startedAs,
    List<ImageUser> imageUsers) {

  /** Of processes and ports alone. */
  public Observation(
      String container, List<ProcessIdentity> identities, List<ListeningPort> ports) {
    this(
        container,
        identities,
        ports,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Copies the lists, so that an observation never changes. */
  public Observation {
    identities = List.copyOf(identities);
    ports = List.copyOf(ports);
    programs = List.copyOf(programs);
    volumes = List.copyOf(volumes);
    imageUsers = List.copyOf(imageUsers);
  }

  /** The same, of a container whose first process was started as {@code uid}. */
  public Observation withStartedAs(Optional<Long> uid) {
    return new Observation(
        container, identities, ports, programs, volumes, ownUserNamespace, uid, imageUsers);
  }

  /** Whether any of its processes is or was root. */
  public boolean wasRoot() {
    return uids().contains(0L) || startedAs.filter(uid -> uid == 0).isPresent();
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
