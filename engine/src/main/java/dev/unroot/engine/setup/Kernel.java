package dev.unroot.engine.setup;

import java.util.List;
import java.util.stream.Stream;

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
    String name = (isSetting(key) ? key.substring(FILES.length()) : key).replace('/', '.');
    return OF_A_POD.stream().anyMatch(name::startsWith) ? Effect.POD : Effect.NODE;
  }

  /** What writing a setting needs, were it not for {@code /proc} being read-only. */
  static List<String> capabilities(Effect effect) {
    return Stream.of(effect == Effect.POD ? "NET_ADMIN" : "SYS_ADMIN", "SYS_RESOURCE").toList();
  }
}
