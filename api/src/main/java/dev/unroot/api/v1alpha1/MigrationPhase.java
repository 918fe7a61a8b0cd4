package dev.unroot.api.v1alpha1;

/** Where the migration of one workload stands, in one word. */
public enum MigrationPhase {
  /** It was looked at, and no more is asked for. */
  Observed,
  /** There is a proposal, and no more is asked for, or no trial can prove it. */
  Proposed,
  /** Its trial has to wait for others. */
  Waiting,
  /** A trial is going on. */
  Trying,
  /** A trial proved the proposal. */
  Verified,
  /** The workload was changed to its proposal, and its new pods are watched. */
  RollingOut,
  /** The workload was changed to its proposal and stayed healthy. */
  Migrated,
  /** It was migrated, and somebody took that out again; the message says who. */
  Regressed,
  /** The change is being taken back. */
  RollingBack,
  /** The change was taken back; the message says why. */
  RolledBack,
  /** No candidate came up as healthy as the workload itself. */
  Failed,
  /** A trial could not tell; the message says why. */
  Inconclusive,
  /** A person has to decide; the message says what. */
  Blocked,
  /** It meets the target as it is, but for what people agreed on. */
  Excepted,
  /** It meets the target as it is. */
  Compliant
}
