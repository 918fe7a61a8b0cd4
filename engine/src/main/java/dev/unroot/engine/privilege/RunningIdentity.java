package dev.unroot.engine.privilege;

import dev.unroot.engine.evidence.StartedAs;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom a container runs as in the workload's running pods taken together. Where they disagree, it
 * is root if any of them is; otherwise it is unknown which of them the template makes.
 *
 * @param uid its user ID; empty where no pod tells, or no two tell the same
 * @param gid its group ID, likewise
 */
record RunningIdentity(Optional<Long> uid, Optional<Long> gid) {

  /** That of all pods. */
  static RunningIdentity of(Collection<StartedAs> pods) {
    SortedSet<Long> uids =
        pods.stream().map(StartedAs::uid).collect(Collectors.toCollection(TreeSet::new));
    SortedSet<Long> gids =
        pods.stream().map(StartedAs::gid).collect(Collectors.toCollection(TreeSet::new));
    Optional<Long> uid = one(uids);
    return new RunningIdentity(uid, uid.isPresent() ? one(gids) : Optional.empty());
  }

  /**
   * That of the pods that are not root. The kubelet starts none as root from a template that
   * promises so: others are of an older one.
   */
  static RunningIdentity unprivileged(List<StartedAs> pods) {
    return of(pods.stream().filter(pod -> pod.uid() != 0).toList());
  }

  private static Optional<Long> one(SortedSet<Long> ids) {
    boolean told = ids.size() == 1 || ids.contains(0L);
    return told ? Optional.of(ids.first()) : Optional.empty(); // 0 is the first, where it is there
  }
}
