package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;

/**
 * What Argo CD writes on an object to know it again: {@code application:group/kind:namespace/name}.
 * An application outside Argo CD's own namespace is written {@code namespace_application}.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/">Resource
 *     Tracking</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/">
 *     Applications in any namespace</a>
 */
record TrackingId(
    String applicationNamespace,
    String application,
    String group,
    String kind,
    String namespace,
    String name) {

  /** Nothing where {@code text} is not of that form. */
  static Optional<TrackingId> parse(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length != 3 || parts[0].isEmpty()) {
      return Optional.empty();
    }
    String[] type = parts[1].split("/", 2);
    String[] object = parts[2].split("/", 2);
    if (type.length != 2 || object.length != 2) {
      return Optional.empty();
    }
    int mark = parts[0].indexOf('_'); // which no name of Kubernetes has
    return Optional.of(
        new TrackingId(
            mark < 0 ? "" : parts[0].substring(0, mark),
            parts[0].substring(mark + 1),
            type[0],
            type[1],
            object[0],
            object[1]));
  }

  /** Whether it speaks of {@code workload} and was not copied from another object. */
  boolean names(WorkloadReference workload) {
    return group.equals(ApiGroup.of(workload.kind().apiVersion()))
        && kind.equals(workload.kind().kind())
        && name.equals(workload.name())
        && (namespace.equals(workload.namespace()) || workload.namespace().isEmpty());
  }
}
