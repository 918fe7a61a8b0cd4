package dev.unroot.engine.evidence;

import java.util.Optional;

/**
 * The user and group that the first process of a container was started as, in one running pod of
 * the workload. What it changed to afterwards is not told by this.
 *
 * <p>The kubelet writes it to {@code status.containerStatuses[].user.linux} where the runtime tells
 * it: containerd does since 2.0. Its <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodStatus">reference</a>
 * says that these are the IDs initially attached to the first process.
 *
 * @param container the container's name
 * @param uid its user ID, from 0 to {@value #HIGHEST_ID}
 * @param gid its primary group ID, likewise
 */
public record StartedAs(String container, long uid, long gid) {
  /** The highest user or group ID that Kubernetes takes for {@code runAsUser}. */
  public static final long HIGHEST_ID = Integer.MAX_VALUE;

  /** Refuses IDs that no container can have. */
  public StartedAs {
    if (!isPossible(uid) || !isPossible(gid)) {
      throw new IllegalArgumentException("no user or group can be " + uid + ":" + gid);
    }
  }

  /** The same of numbers that somebody else wrote: empty where no container can have them. */
  public static Optional<StartedAs> of(String container, long uid, long gid) {
    return isPossible(uid) && isPossible(gid)
        ? Optional.of(new StartedAs(container, uid, gid))
        : Optional.empty();
  }

  private static boolean isPossible(long id) {
    return id >= 0 && id <= HIGHEST_ID;
  }
}
