package dev.unroot.engine.podsecurity;

import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container adds a capability beyond the runtime's usual ones.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.capabilities.add}: empty, or of {@link
 *       Capability#BASELINE} only, written exactly so
 * </ul>
 *
 * <p>{@link RestrictedCapabilities} is stricter.
 */
final class BaselineCapabilities implements Control {
  @Override
  public ControlId id() {
    return ControlId.CAPABILITIES_BASELINE;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.containers().stream()
        .filter(
            c ->
                !Capability.BASELINE.containsAll(
                    c.securityContext().object("capabilities").texts("add")))
        .map(
            container ->
                new Violation(
                    id(),
                    container.securityContext("capabilities").field("add"),
                    "must hold only "
                        + String.join(", ", Capability.BASELINE.stream().sorted().toList())))
        .toList();
  }
}
