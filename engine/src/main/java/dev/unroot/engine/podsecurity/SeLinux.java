package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Baseline: no container chooses an SELinux type, user or role of more power.
 *
 * <ul>
 *   <li>{@code spec.securityContext.seLinuxOptions.type}: unset, empty, {@code container_t}, {@code
 *       container_init_t}, {@code container_kvm_t} or, from v1.31, {@code container_engine_t}
 *   <li>{@code spec.securityContext.seLinuxOptions.user}: unset or empty
 *   <li>{@code spec.securityContext.seLinuxOptions.role}: unset or empty
 *   <li>{@code spec.containers[*].securityContext.seLinuxOptions}: the same
 * </ul>
 */
final class SeLinux implements Control {
  @Override
  public ControlId id() {
    return ControlId.SE_LINUX;
  }

  private static final Set<String> ALLOWED_TYPES =
      Set.of("", "container_t", "container_init_t", "container_kvm_t");

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    List<Violation> violations = new ArrayList<>();
    check(pod.securityContext(), version, violations);
    pod.containers().forEach(container -> check(container.securityContext(), version, violations));
    return violations;
  }

  private void check(Fields securityContext, PolicyVersion version, List<Violation> violations) {
    Fields options = securityContext.object("seLinuxOptions");
    String type = options.text("type").orElse("");
    boolean engine = version.atLeast(31) && type.equals("container_engine_t");
    if (!ALLOWED_TYPES.contains(type) && !engine) {
      violations.add(
          new Violation(id(), options.path().field("type"), "must be unset or container_t"));
    }
    for (String field : List.of("user", "role")) {
      if (options.text(field).filter(text -> !text.isEmpty()).isPresent()) {
        violations.add(new Violation(id(), options.path().field(field), "must not be set"));
      }
    }
  }
}
