package dev.unroot.api.v1alpha1;

/** Whether an exception still counts. */
public enum ExceptionState {
  /** What it covers counts no longer as something to migrate. */
  Holds,
  /** Its last day is over: it counts for nothing. */
  Expired
}
