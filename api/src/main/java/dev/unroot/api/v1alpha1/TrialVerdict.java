package dev.unroot.api.v1alpha1;

/** What a whole trial came to. */
public enum TrialVerdict {
  /** The last candidate was as healthy as the control. */
  Verified,
  /** No remedy is left, or the attempts are used up. */
  Failed,
  /** The control was not healthy, or nothing could be started. */
  Inconclusive
}
