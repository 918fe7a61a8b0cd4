package dev.unroot.api.v1alpha1;

/** How far a plan goes to keep its namespace as clean as it got. */
public enum Guardrail {
  /** The labels are proposed, and whoever may sets them. */
  Propose,
  /** What falls short is admitted, with a warning and a mark in the audit log. */
  Warn,
  /** What falls short is refused, too. */
  Enforce
}
