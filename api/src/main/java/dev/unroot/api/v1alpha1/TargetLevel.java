package dev.unroot.api.v1alpha1;

/** A Pod Security level to reach. */
public enum TargetLevel {
  /** Known privilege escalations are refused. */
  Baseline,
  /** Not root, no capabilities, no escalation, a seccomp profile. */
  Restricted
}
