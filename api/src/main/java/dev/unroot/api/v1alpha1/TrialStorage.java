package dev.unroot.api.v1alpha1;

/** What trial pods get in the place of the claims that a workload keeps its data on. */
public enum TrialStorage {
  /** An empty volume of the pod's own. */
  StandIn,
  /**
   * A clone: a claim of the pod's own with a copy of the data, where the storage can make one. It
   * goes with the pod.
   */
  Clone
}
