package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.privilege.Capability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which capabilities a refused operation asks for (capabilities(7)). */
final class MissedCapabilities {
  /** What root needs to start processes of other users, and to end them. */
  static final List<String> ACT_FOR_OTHERS = List.of("KILL", "SETGID", "SETUID");

  /**
   * What container runtimes grant, as far as the baseline level lets it be asked for: all but
   * NET_RAW.
   */
  static final Set<String> GRANTED =
      Capability.RUNTIME_DEFAULT.stream()
          .filter(capability -> !capability.equals("NET_RAW"))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> STEP_DOWN = List.of("SETGID", "SETUID");

  private static final Map<String, List<String>> BY_OPERATION =
      Map.ofEntries(
          Map.entry("chown", List.of("CHOWN")),
          Map.entry("chmod", List.of("FOWNER")),
          Map.entry("chroot", List.of("SYS_CHROOT")),
          Map.entry("fchmod", List.of("FOWNER")),
          Map.entry("fchown", List.of("CHOWN")),
          Map.entry("kill", List.of("KILL")),
          Map.entry("lchown", List.of("CHOWN")),
          Map.entry("mknod", List.of("MKNOD")),
          Map.entry("setegid", STEP_DOWN),
          Map.entry("seteuid", STEP_DOWN),
          Map.entry("setregid", STEP_DOWN),
          Map.entry("setresgid", STEP_DOWN),
          Map.entry("setreuid", STEP_DOWN),
          Map.entry("setuid", STEP_DOWN),
          Map.entry("setgid", STEP_DOWN),
          Map.entry("setgroups", STEP_DOWN),
          Map.entry("initgroups", STEP_DOWN),
          Map.entry("setresuid", STEP_DOWN),
          Map.entry("setpriv", STEP_DOWN),
          Map.entry("su", STEP_DOWN));

  private MissedCapabilities() {}

  /** What a container that is not root lacked: a path that root may write tells nothing of that. */
  static List<String> ofUnprivileged(Failure failure) {
    return failure instanceof Failure.OperationNotPermitted operation
        ? BY_OPERATION.getOrDefault(operation.operation(), List.of())
        : List.of();
  }

  /** What a container that is root lacked. */
  static List<String> ofRoot(Failure failure) {
    if (failure instanceof Failure.PathNotWritable || failure instanceof Failure.HomeNotWritable) {
      return List.of("DAC_OVERRIDE");
    }
    if (failure instanceof Failure.PortNotPermitted
        || failure instanceof Failure.ExecNotPermitted) {
      return List.of("NET_BIND_SERVICE");
    }
    return ofUnprivileged(failure);
  }
}
