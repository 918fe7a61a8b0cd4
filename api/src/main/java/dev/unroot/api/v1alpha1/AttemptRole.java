package dev.unroot.api.v1alpha1;

/** What a trial pod is made from. */
public enum AttemptRole {
  /** The template as it is. */
  Control,
  /** The template with the proposal. */
  Candidate
}
