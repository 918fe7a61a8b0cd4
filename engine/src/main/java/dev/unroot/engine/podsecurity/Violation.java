package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;

/**
 * One field that a control does not allow.
 *
 * @param field the field, counted from the pod template
 * @param must what it must be, such as "must be false"
 */
public record Violation(ControlId control, FieldPath field, String must) {
  /** As people read it: {@code spec.containers[web].securityContext.runAsUser: must not be 0}. */
  @Override
  public String toString() {
    return field + ": " + must;
  }
}
