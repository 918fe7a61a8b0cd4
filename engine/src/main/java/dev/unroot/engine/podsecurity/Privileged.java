package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container is privileged.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.privileged}: unset or {@code false}
 * </ul>
 */
final class Privileged implements Control {
  @Override
  public ControlId id() {
    return ControlId.PRIVILEGED;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.containers().stream()
        .filter(container -> container.securityContext().flag("privileged").orElse(false))
        .map(
            container ->
                new Violation(id(), container.securityContext("privileged"), "must be false"))
        .toList();
  }
}
