package dev.unroot.api.v1alpha1;

/** Where the rollout of a proposal stands. */
public enum RolloutStep {
  /** What is there is on record; the change itself is made next. */
  Recorded,
  /** The workload was changed; its pods are being replaced. */
  Following,
  /** All of its pods are the new ones, and are watched for the soak time. */
  Soaking,
  /** The change stands. */
  Migrated,
  /** The change stood, and somebody took it out again: a person decides. */
  Regressed,
  /** The change is being taken back. */
  Reverting,
  /** The workload was put back; its pods are being replaced again. */
  Recovering,
  /** The workload is as it was before. */
  RolledBack,
  /** The workload was not changed: the API server refuses the change, or it cannot be put back. */
  Refused,
  /** Somebody else changed the workload meanwhile: a person decides. */
  Conflict
}
