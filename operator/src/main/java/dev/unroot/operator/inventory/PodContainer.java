package dev.unroot.operator.inventory;

import java.util.Optional;

/**
 * What one pod tells of one of its containers.
 *
 * @param image as the pod's spec names it
 * @param digest of the image on the node; empty where the pod does not tell
 * @param user that its first process runs as; nothing where the container runtime does not tell
 * @param specified whether the pod's spec sets that user, so that it tells nothing of the image
 */
record PodContainer(
    String name, String image, String digest, Optional<UserAndGroup> user, boolean specified) {

  /** The IDs of a process. */
  record UserAndGroup(long uid, long gid) {
    /** Such as {@code 0:0}. */
    @Override
    public String toString() {
      return uid + ":" + gid;
    }
  }
}
