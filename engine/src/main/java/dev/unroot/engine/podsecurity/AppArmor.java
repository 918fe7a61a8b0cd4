package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Baseline: no container turns AppArmor off.
 *
 * <ul>
 *   <li>{@code spec.securityContext.appArmorProfile.type}: unset, {@code RuntimeDefault} or {@code
 *       Localhost}
 *   <li>{@code spec.containers[*].securityContext.appArmorProfile.type}: the same
 *   <li>{@code metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]}: unset,
 *       empty, {@code runtime/default} or {@code localhost/*}
 * </ul>
 */
final class AppArmor implements Control {
  @Override
  public ControlId id() {
    return ControlId.APP_ARMOR;
  }

  private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
  private static final Set<String> ALLOWED = Set.of("RuntimeDefault", "Localhost");
  private static final String MUST = "must be RuntimeDefault or Localhost";

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    List<Violation> violations = new ArrayList<>();
    check(pod.securityContext(), violations);
    pod.containers().forEach(container -> check(container.securityContext(), violations));
    FieldPath annotations = FieldPath.of("metadata.annotations");
    for (Map.Entry<String, String> entry : pod.metadata().textMap("annotations").entrySet()) {
      if (entry.getKey().startsWith(ANNOTATION) && !isAllowed(entry.getValue())) {
        violations.add(
            new Violation(
                id(), annotations.field(entry.getKey()), "must be runtime/default or localhost/*"));
      }
    }
    return violations;
  }

  private void check(Fields securityContext, List<Violation> violations) {
    Fields profile = securityContext.object("appArmorProfile");
    if (securityContext.has("appArmorProfile")
        && !ALLOWED.contains(profile.text("type").orElse(""))) {
      violations.add(new Violation(id(), profile.path().field("type"), MUST));
    }
  }

  private static boolean isAllowed(String profile) {
    return profile.isEmpty()
        || profile.equals("runtime/default")
        || profile.startsWith("localhost/");
  }
}
