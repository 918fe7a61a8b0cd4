package dev.unroot.api.v1alpha1;

/** Whether what no trial can prove is rolled out. */
public enum Unproved {
  /** It is not: a person applies its proposal, or nobody does. */
  Refused,
  /** It is, and is watched and taken back as everything else. */
  Allowed
}
