package dev.unroot.api.v1alpha1;

/** What a trial pod found on the volumes that it got in the place of storage. */
public enum TrialVolumes {
  /**
   * Directories that belong to whom they belonged to when the control had run; or the data of the
   * workload, on clones of its claims.
   */
  AsLeft,
  /** Nothing: they belong to root, as those of a new file system do. */
  Empty
}
