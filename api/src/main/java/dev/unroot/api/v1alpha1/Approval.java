package dev.unroot.api.v1alpha1;

/** Who has to agree before a proved proposal is rolled out. */
public enum Approval {
  /** Nobody: the plan's mode says it. */
  Automatic,
  /** A person, for each workload, by the hash of its proposal. */
  Manual
}
