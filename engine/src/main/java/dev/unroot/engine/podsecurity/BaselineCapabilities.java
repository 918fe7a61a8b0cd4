package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Set;

/**
 * Baseline: no container adds a capability beyond the runtime's usual ones.
 *
 * <p>Restricts {@code securityContext.capabilities.add} of every container to thirteen
 * capabilities. {@code NET_RAW} is not among them, though runtimes grant it by default.
 */
final class BaselineCapabilities implements Control {
  @Override
  public ControlId id() {
    return ControlId.CAPABILITIES_BASELINE;
  }

  private static final Set<String> ALLOWED =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.containers().stream()
        .filter(c -> !ALLOWED.containsAll(c.securityContext().object("capabilities").texts("add")))
        .map(
            container ->
                new Violation(
                    id(),
                    container.securityContext("capabilities").field("add"),
                    "must hold only " + String.join(", ", ALLOWED.stream().sorted().toList())))
        .toList();
  }
}
