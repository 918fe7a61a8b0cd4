package dev.unroot.engine.privilege;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names of Linux capabilities, without the {@code CAP_} prefix, as Kubernetes writes them. */
public final class Capability {
  /** Stands for every capability in {@code add} and {@code drop}. */
  public static final String ALL = "ALL";

  /**
   * Binding ports below 1024; the only capability that the restricted level lets a container add.
   */
  public static final String NET_BIND_SERVICE = "NET_BIND_SERVICE";

  /**
   * Mounting and much else; Kubernetes refuses it together with {@code allowPrivilegeEscalation:
   * false}.
   */
  public static final String SYS_ADMIN = "SYS_ADMIN";

  /**
   * What a container holds when its securityContext says nothing: the default set of containerd and
   * of Docker (containerd, {@code pkg/oci}, {@code defaultUnixCaps}). CRI-O's default is smaller.
   */
  public static final Set<String> RUNTIME_DEFAULT =
      Set.copyOf(
          List.of(
              "AUDIT_WRITE",
              "CHOWN",
              "DAC_OVERRIDE",
              "FOWNER",
              "FSETID",
              "KILL",
              "MKNOD",
              "NET_BIND_SERVICE",
              "NET_RAW",
              "SETFCAP",
              "SETGID",
              "SETPCAP",
              "SETUID",
              "SYS_CHROOT"));

  /**
   * What the baseline level lets a container add. {@code NET_RAW} is not among them, though
   * runtimes grant it by default.
   */
  public static final Set<String> BASELINE =
      Set.copyOf(
          List.of(
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
              "SYS_CHROOT"));

  private Capability() {}

  /** The name without prefix and in upper case. */
  public static String normalized(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
  }

  /**
   * What remains of the runtime's default set after {@code add} and {@code drop}. {@link #ALL} in
   * the result stands for every capability.
   */
  public static Set<String> effective(List<String> add, List<String> drop) {
    Set<String> held = new TreeSet<>(RUNTIME_DEFAULT);
    List<String> dropped = drop.stream().map(Capability::normalized).toList();
    List<String> added = add.stream().map(Capability::normalized).toList();
    if (dropped.contains(ALL)) {
      held.clear();
    }
    held.addAll(added);
    if (!dropped.contains(ALL)) {
      dropped.forEach(held::remove);
    }
    return held;
  }
}
