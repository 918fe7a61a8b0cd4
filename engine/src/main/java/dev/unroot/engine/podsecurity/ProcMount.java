package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container sees an unmasked {@code /proc}.
 *
 * <p>Restricts {@code securityContext.procMount} of every container to unset or {@code Default}.
 * From v1.35 a pod in its own user namespace ({@code hostUsers: false}) may choose.
 */
final class ProcMount implements Control {
  @Override
  public ControlId id() {
    return ControlId.PROC_MOUNT;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(35) && pod.hasOwnUserNamespace()) {
      return List.of();
    }
    return pod.containers().stream()
        .filter(
            c ->
                c.securityContext().text("procMount").filter(m -> !m.equals("Default")).isPresent())
        .map(
            container ->
                new Violation(id(), container.securityContext("procMount"), "must be Default"))
        .toList();
  }
}
