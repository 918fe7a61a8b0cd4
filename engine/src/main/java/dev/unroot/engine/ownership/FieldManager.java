package dev.unroot.engine.ownership;

/**
 * Somebody who wrote fields of an object, as the API server remembers it in {@code
 * metadata.managedFields}.
 *
 * @param name the name it gave; without one, the API server takes the program's from its user agent
 * @param ofTemplate whether it owns a field of the pod template. What it wrote through a
 *     subresource, such as the status or the scale, does not count.
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side
 *     Apply</a>
 */
public record FieldManager(String name, Operation operation, boolean ofTemplate) {
  /** How it wrote. */
  public enum Operation {
    /** By server-side apply: its next apply sets its fields again. */
    APPLY,
    /** By any other request. */
    UPDATE
  }
}
