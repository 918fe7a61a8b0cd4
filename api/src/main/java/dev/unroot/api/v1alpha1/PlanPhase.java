package dev.unroot.api.v1alpha1;

/** Where a plan stands, in one word. */
public enum PlanPhase {
  /** The workloads are still being looked at. */
  Inventorying,
  /** Every workload was looked at, and no more is asked for. */
  Observed,
  /** Every workload that can have a proposal has one, and no more is asked for. */
  Proposed,
  /** Trials are going on. */
  Trying,
  /** Every proposal was tried as far as it can be. */
  Tried,
  /** Proved proposals are rolled out, while trials go on. */
  Applying,
  /** Everything that could be rolled out was. */
  Applied,
  /** The annotation unroot.dev/paused is set: nothing new is started. */
  Paused,
  /** A person has to do something; the condition Stalled says what. */
  Stalled
}
