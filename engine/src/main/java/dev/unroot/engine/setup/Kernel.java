package dev.unroot.engine.setup;

import java.util.List;

/** Settings of the kernel: which of them a pod has for itself. */
final class Kernel {
  private static final String FILES = "/proc/sys/";
  private static final List<String> OF_A_POD =
      List.of("net.", "kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue.");

  private Kernel() {}

  static boolean isSetting(String path) {
    return path.startsWith(FILES);
  }

  /** Where the setting {@code key}, also written as a path, takes effect. */
  static Effect effect(String key) {
    String name = name(key);
    return OF_A_POD.stream().anyMatch(name::startsWith) ? Effect.POD : Effect.NODE;
  }

  /** What writing the setting {@code key} needs, were it not for {@code /proc} being read-only. */
  static String capability(String key) {
    if (effect(key) == Effect.NODE) {
      return "SYS_ADMIN";
    }
    return name(key).startsWith("net.") ? "NET_ADMIN" : "SYS_RESOURCE";
  }

  private static String name(String key) {
    return (isSetting(key) ? key.substring(FILES.length()) : key).replace('/', '.');
  }
}
