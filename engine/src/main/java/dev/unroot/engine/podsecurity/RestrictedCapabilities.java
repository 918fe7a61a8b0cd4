package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Restricted, from v1.22: containers give up every capability and add back at most one.
 *
 * <ul>
 *   <li>{@code spec.containers[*].securityContext.capabilities.drop}: with {@code ALL} in it,
 *       written exactly so
 *   <li>{@code spec.containers[*].securityContext.capabilities.add}: empty, or {@code
 *       NET_BIND_SERVICE}
 * </ul>
 *
 * <p>From v1.25 Windows pods ({@code os.name: windows}) are exempt.
 */
final class RestrictedCapabilities implements Control {
  @Override
  public ControlId id() {
    return ControlId.CAPABILITIES_RESTRICTED;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(25) && pod.isWindows()) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    for (Container container : pod.containers()) {
      Fields capabilities = container.securityContext().object("capabilities");
      FieldPath path = container.securityContext("capabilities");
      if (!capabilities.texts("drop").contains(Capability.ALL)) {
        violations.add(new Violation(id(), path.field("drop"), "must hold ALL"));
      }
      if (!capabilities.texts("add").stream().allMatch(Capability.NET_BIND_SERVICE::equals)) {
        violations.add(
            new Violation(id(), path.field("add"), "must hold nothing but NET_BIND_SERVICE"));
      }
    }
    return violations;
  }
}
