package dev.unroot.engine.proposal;

/** How storage that root wrote is given to the user that a container is to run as. */
public enum VolumeOwnership {
  /** By a group; where that is not enough, by an init container that is root for it. */
  AUTO,
  /** By a group alone: nothing that is added to a pod is root for storage. */
  FS_GROUP,
  /** By an init container that is root for it, at the first failure; never by a group. */
  INIT_CONTAINER
}
