package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Restricted, from v1.19: every container runs under a seccomp profile.
 *
 * <ul>
 *   <li>{@code spec.securityContext.seccompProfile.type}: {@code RuntimeDefault} or {@code
 *       Localhost}, or unset where every container says so itself
 *   <li>{@code spec.containers[*].securityContext.seccompProfile.type}: {@code RuntimeDefault} or
 *       {@code Localhost}, or unset where the pod says so
 * </ul>
 *
 * <p>Another value is refused wherever it stands. From v1.25 Windows pods ({@code os.name:
 * windows}) are exempt.
 */
final class RestrictedSeccomp implements Control {
  @Override
  public ControlId id() {
    return ControlId.SECCOMP_RESTRICTED;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(25) && pod.isWindows()) {
      return List.of();
    }
    boolean podSet = SeccompProfile.isSet(pod.securityContext());
    List<Violation> violations = new ArrayList<>();
    if (pod.securityContext().has("seccompProfile") && !podSet) {
      violations.add(
          new Violation(id(), SeccompProfile.type(pod.securityContext()), SeccompProfile.MUST));
    }
    for (Container container : pod.containers()) {
      boolean says = container.securityContext().has("seccompProfile");
      if (says ? !SeccompProfile.isSet(container.securityContext()) : !podSet) {
        violations.add(
            new Violation(
                id(), SeccompProfile.type(container.securityContext()), SeccompProfile.MUST));
      }
    }
    return violations;
  }
}
