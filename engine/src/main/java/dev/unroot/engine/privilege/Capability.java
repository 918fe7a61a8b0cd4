package dev.unroot.engine.privilege;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
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

  /** Every capability that Linux 6 knows ({@code include/uapi/linux/capability.h}). */
  public static final Set<String> EVERY =
      Set.copyOf(
          List.of(
              "AUDIT_CONTROL",
              "AUDIT_READ",
              "AUDIT_WRITE",
              "BLOCK_SUSPEND",
              "BPF",
              "CHECKPOINT_RESTORE",
              "CHOWN",
              "DAC_OVERRIDE",
              "DAC_READ_SEARCH",
              "FOWNER",
              "FSETID",
              "IPC_LOCK",
              "IPC_OWNER",
              "KILL",
              "LEASE",
              "LINUX_IMMUTABLE",
              "MAC_ADMIN",
              "MAC_OVERRIDE",
              "MKNOD",
              "NET_ADMIN",
              "NET_BIND_SERVICE",
              "NET_BROADCAST",
              "NET_RAW",
              "PERFMON",
              "SETFCAP",
              "SETGID",
              "SETPCAP",
              "SETUID",
              "SYS_ADMIN",
              "SYS_BOOT",
              "SYS_CHROOT",
              "SYS_MODULE",
              "SYS_NICE",
              "SYS_PACCT",
              "SYS_PTRACE",
              "SYS_RAWIO",
              "SYS_RESOURCE",
              "SYS_TIME",
              "SYS_TTY_CONFIG",
              "SYSLOG",
              "WAKE_ALARM"));

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
   * What raises a process's own limits (locked memory, priority, shared memory) and changes nothing
   * for anybody else. None of them is a reason to be root: whoever is not, needs them as a file
   * capability of the program.
   */
  public static final Set<String> OF_LIMITS =
      Set.copyOf(List.of("IPC_LOCK", "IPC_OWNER", "LEASE", "SYS_NICE", "SYS_RESOURCE"));

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
   * What a container is given after {@code add} and {@code drop}, put together as containerd does:
   * first {@code ALL}, added and then dropped, then single ones, added and then dropped. A name
   * with the prefix {@code CAP_} is void for containerd and good for CRI-O: the container is taken
   * to hold it.
   */
  public static Set<String> effective(List<String> add, List<String> drop) {
    if (add.isEmpty() && drop.isEmpty()) {
      return RUNTIME_DEFAULT; // as for most containers
    }
    List<String> added = add.stream().map(Capability::normalized).toList();
    List<String> dropped =
        drop.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList(); // a prefix voids it
    Set<String> held = new TreeSet<>(added.contains(ALL) ? EVERY : RUNTIME_DEFAULT);
    if (dropped.contains(ALL)) {
      held.clear();
    }
    held.addAll(added);
    dropped.forEach(held::remove);
    held.remove(ALL);
    return held;
  }

  /**
   * Those of {@code held} that change the kernel for others, beyond what runtimes grant by
   * themselves and what raises a process's own limits.
   */
  public static SortedSet<String> ofKernel(Set<String> held) {
    if (RUNTIME_DEFAULT.containsAll(held)) {
      return Collections.emptySortedSet();
    }
    SortedSet<String> kernel = new TreeSet<>(held);
    kernel.removeAll(RUNTIME_DEFAULT);
    kernel.removeAll(OF_LIMITS);
    return kernel;
  }

  /** {@code names} as a text: {@code ALL} where they are all that change the kernel. */
  public static String describe(Set<String> names) {
    return names.containsAll(ofKernel(EVERY)) ? ALL : String.join(", ", new TreeSet<>(names));
  }
}
