package dev.unroot.api.v1alpha1;

/** How a label is compared. */
public enum SelectorOperator {
  /** The label has one of the values. */
  In,
  /** The label has none of the values, or is missing. */
  NotIn,
  /** The label is there. */
  Exists,
  /** The label is missing. */
  DoesNotExist
}
