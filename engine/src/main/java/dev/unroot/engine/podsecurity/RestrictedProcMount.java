package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Restricted, from v1.35: no container sees an unmasked {@code /proc}, not even in a user namespace
 * of its own.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.procMount}: unset or {@code Default}
 * </ul>
 *
 * <p>Until v1.34 {@link ProcMount} refuses as much.
 */
final class RestrictedProcMount implements Control {
  @Override
  public ControlId id() {
    return ControlId.PROC_MOUNT_RESTRICTED;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return ProcMount.unmasked(pod, id());
  }
}
