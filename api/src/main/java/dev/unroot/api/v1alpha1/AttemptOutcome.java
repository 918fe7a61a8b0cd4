package dev.unroot.api.v1alpha1;

/** What became of a trial pod. */
public enum AttemptOutcome {
  /** It is still being watched. */
  Running,
  /** It was healthy for the soak time. */
  Healthy,
  /** It was not healthy; for a candidate, that is evidence. */
  Failed,
  /** It could not be started for a reason that says nothing about the template. */
  Inconclusive
}
