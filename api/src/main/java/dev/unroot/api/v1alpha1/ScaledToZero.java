package dev.unroot.api.v1alpha1;

/** What becomes of workloads that are scaled to zero. */
public enum ScaledToZero {
  /** They are not tried: somebody has switched them off, and may have a reason. */
  Skip,
  /** They are tried like every other. */
  Try
}
