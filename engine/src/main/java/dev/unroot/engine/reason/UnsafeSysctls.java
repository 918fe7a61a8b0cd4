package dev.unroot.engine.reason;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The kernel parameters of a pod that even the newest policy does not count as safe. */
final class UnsafeSysctls {
  private UnsafeSysctls() {}

  static List<String> of(PodTemplate template) {
    if (!template.securityContext().has("sysctls")) {
      return List.of();
    }
    Set<FieldPath> refused =
        PodSecurity.violations(template, Level.BASELINE, PolicyVersion.NEWEST_KNOWN).stream()
            .filter(violation -> violation.control() == ControlId.SYSCTLS)
            .map(violation -> violation.field())
            .collect(Collectors.toSet());
    return template.securityContext().objects("sysctls", "name").stream()
        .filter(sysctl -> refused.contains(sysctl.path()))
        .map(UnsafeSysctls::name)
        .toList();
  }

  private static String name(Fields sysctl) {
    return sysctl.text("name").orElse("");
  }
}
