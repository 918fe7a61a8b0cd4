package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container sees an unmasked {@code /proc}.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.procMount}: unset or {@code Default}
 * </ul>
 *
 * <p>From v1.35 a pod in its own user namespace ({@code hostUsers: false}) may; {@link
 * RestrictedProcMount} refuses it all the same.
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
    return unmasked(pod, id());
  }

  /** The containers that see another {@code /proc} than the default one. */
  static List<Violation> unmasked(PodTemplate pod, ControlId control) {
    return pod.containers().stream()
        .filter(
            c ->
                c.securityContext().text("procMount").filter(m -> !m.equals("Default")).isPresent())
        .map(c -> new Violation(control, c.securityContext("procMount"), "must be Default"))
        .toList();
  }
}
