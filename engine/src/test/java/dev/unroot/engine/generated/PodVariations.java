package dev.unroot.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What only the pod has. */
final class PodVariations {
  static final List<Variation> ALL =
      List.of(
          PodVariations::context,
          PodVariations::context,
          PodVariations::context,
          PodVariations::sysctls,
          PodVariations::sysctls,
          PodVariations::hostNamespace,
          PodVariations::hostUsers,
          PodVariations::operatingSystem,
          PodVariations::noContext);

  private static final List<String> SYSCTLS =
      List.of(
          "kernel.shm_rmid_forced",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ping_group_range",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.ip_local_reserved_ports",
          "net.ipv4.tcp_keepalive_time",
          "net.ipv4.tcp_fin_timeout",
          "net.ipv4.tcp_keepalive_intvl",
          "net.ipv4.tcp_keepalive_probes",
          "net.ipv4.tcp_rmem",
          "net.ipv4.tcp_wmem",
          "net.ipv4.tcp_slow_start_after_idle",
          "net.ipv4.tcp_notsent_lowat",
          "net/ipv4/tcp_syncookies",
          "net.core.somaxconn",
          "kernel.msgmax");

  private PodVariations() {}

  private static void context(Draft pod, Chance chance) {
    chance.of(ContextVariations.ALL).on(pod.context(), chance);
  }

  private static void noContext(Draft pod, Chance chance) {
    pod.spec().put("securityContext", null);
  }

  private static void sysctls(Draft pod, Chance chance) {
    List<String> left = new ArrayList<>(SYSCTLS);
    List<Map<String, Object>> sysctls = new ArrayList<>();
    int count = chance.below(4);
    for (int i = 0; i < count; i++) {
      String name = chance.of(left);
      left.removeIf(name::equals);
      sysctls.add(Draft.object("name", name, "value", "1"));
    }
    pod.context().put("sysctls", sysctls);
  }

  private static void hostNamespace(Draft pod, Chance chance) {
    String flag = chance.of(List.of("hostNetwork", "hostNetwork", "hostPID", "hostIPC"));
    pod.spec().put(flag, chance.value(true, true, false, null));
  }

  private static void hostUsers(Draft pod, Chance chance) {
    pod.spec().put("hostUsers", chance.value(false, false, true, null));
  }

  private static void operatingSystem(Draft pod, Chance chance) {
    if (!pod.isWindows()) {
      pod.spec().put("os", chance.value(Draft.object("name", "linux"), null));
    }
  }
}
