package dev.unroot.cli.plan;

/** Where a workload stands. */
public enum Standing {
  /** It meets the target as it is. */
  COMPLIANT,
  /** It meets the target as it is, but for what people agreed on. */
  EXCEPTED,
  /** What is proposed is enough to meet the target. */
  PROPOSED,
  /** What is proposed makes it better, but does not meet the target. */
  PARTLY,
  /** A person has to decide. */
  PERSON_DECIDES,
  /** Its plan only observes. */
  OBSERVED
}
