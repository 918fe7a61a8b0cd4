package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Baseline: the pod sets only kernel parameters that are namespaced and safe.
 *
 * <ul>
 *   <li>{@code spec.securityContext.sysctls[*].name}: one of a list that grew in v1.27, v1.29,
 *       v1.32 and v1.37, written exactly so
 * </ul>
 */
final class Sysctls implements Control {
  @Override
  public ControlId id() {
    return ControlId.SYSCTLS;
  }

  private static final Map<Integer, Set<String>> ALLOWED_SINCE =
      Map.of(
          0,
          Set.of(
              "kernel.shm_rmid_forced",
              "net.ipv4.ip_local_port_range",
              "net.ipv4.tcp_syncookies",
              "net.ipv4.ping_group_range",
              "net.ipv4.ip_unprivileged_port_start"),
          27,
          Set.of("net.ipv4.ip_local_reserved_ports"),
          29,
          Set.of(
              "net.ipv4.tcp_keepalive_time",
              "net.ipv4.tcp_fin_timeout",
              "net.ipv4.tcp_keepalive_intvl",
              "net.ipv4.tcp_keepalive_probes"),
          32,
          Set.of("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"),
          37,
          Set.of("net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"));

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.securityContext().objects("sysctls", "name").stream()
        .filter(sysctl -> !isAllowed(sysctl, version))
        .map(sysctl -> new Violation(id(), sysctl.path(), "must not be set: not a safe sysctl"))
        .toList();
  }

  private static boolean isAllowed(Fields sysctl, PolicyVersion version) {
    return isAllowed(sysctl.text("name").orElse(""), version);
  }

  /** Whether pods may set {@code name}, as {@code version} sees it. */
  static boolean isAllowed(String name, PolicyVersion version) {
    return ALLOWED_SINCE.entrySet().stream()
        .anyMatch(entry -> version.atLeast(entry.getKey()) && entry.getValue().contains(name));
  }
}
