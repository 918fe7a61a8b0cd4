package dev.unroot.api.v1alpha1;

/** Whether a workload may be down while it is changed. */
public enum Downtime {
  /** It may not: what asks for it is not rolled out. */
  Refused,
  /** It may, where nothing else is right. */
  Allowed
}
