package dev.unroot.api.v1alpha1;

/** What becomes of migrated workloads when their plan is deleted. */
public enum OnDelete {
  /** They stay as they are. */
  Keep,
  /** They are put back to what was there before, where nobody changed them since. */
  Revert
}
