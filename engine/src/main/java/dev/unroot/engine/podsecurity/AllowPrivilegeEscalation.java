package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Restricted, from v1.8: no process gains more privileges than its parent.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.allowPrivilegeEscalation}: {@code false}
 * </ul>
 *
 * <p>From v1.25 Windows pods ({@code os.name: windows}) are exempt.
 */
final class AllowPrivilegeEscalation implements Control {
  @Override
  public ControlId id() {
    return ControlId.ALLOW_PRIVILEGE_ESCALATION;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(25) && pod.isWindows()) {
      return List.of();
    }
    return pod.containers().stream()
        .filter(c -> c.securityContext().flag("allowPrivilegeEscalation").orElse(true))
        .map(
            c ->
                new Violation(id(), c.securityContext("allowPrivilegeEscalation"), "must be false"))
        .toList();
  }
}
