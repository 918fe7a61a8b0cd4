package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import java.util.List;
import java.util.Map;

/** Which capabilities a refused operation asks for (capabilities(7)). */
final class MissedCapabilities {
  private static final List<String> STEP_DOWN = List.of("SETGID", "SETUID");

  private static final Map<String, List<String>> BY_OPERATION =
      Map.ofEntries(
          Map.entry("chown", List.of("CHOWN")),
          Map.entry("chmod", List.of("FOWNER")),
          Map.entry("chroot", List.of("SYS_CHROOT")),
          Map.entry("kill", List.of("KILL")),
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
    if (failure instanceof Failure.PathNotWritable) {
      return List.of("DAC_OVERRIDE");
    }
    if (failure instanceof Failure.PortNotPermitted
        || failure instanceof Failure.ExecNotPermitted) {
      return List.of("NET_BIND_SERVICE");
    }
    return ofUnprivileged(failure);
  }
}
