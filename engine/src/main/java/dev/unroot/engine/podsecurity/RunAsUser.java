package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Restricted, from v1.23: nothing asks for UID 0.
 *
 * <ul>
 *   <li>{@code spec.securityContext.runAsUser}: unset or not 0
 *   <li>{@code spec.containers[*].securityContext.runAsUser}: the same
 * </ul>
 *
 * <p>0 is refused even where a container overrides the pod. From v1.35 a pod in its own user
 * namespace ({@code hostUsers: false}) may.
 */
final class RunAsUser implements Control {
  @Override
  public ControlId id() {
    return ControlId.RUN_AS_USER;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(35) && pod.hasOwnUserNamespace()) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    if (pod.securityContext().integer("runAsUser").orElse(-1L) == 0) {
      violations.add(
          new Violation(id(), PodTemplate.securityContextPath("runAsUser"), "must not be 0"));
    }
    for (Container container : pod.containers()) {
      if (container.securityContext().integer("runAsUser").orElse(-1L) == 0) {
        violations.add(
            new Violation(id(), container.securityContext("runAsUser"), "must not be 0"));
      }
    }
    return violations;
  }
}
