package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** Judges pods by the Pod Security Standards. */
public final class PodSecurity {
  private static final List<Control> CONTROLS =
      List.of(
          new Privileged(),
          new HostNamespaces(),
          new HostPathVolumes(),
          new HostPorts(),
          new HostProbes(),
          new BaselineCapabilities(),
          new AppArmor(),
          new SeLinux(),
          new BaselineSeccomp(),
          new ProcMount(),
          new Sysctls(),
          new WindowsHostProcess(),
          new RestrictedVolumes(),
          new AllowPrivilegeEscalation(),
          new RunAsNonRoot(),
          new RunAsUser(),
          new RestrictedSeccomp(),
          new RestrictedCapabilities(),
          new RestrictedProcMount());

  private PodSecurity() {}

  /** Everything in {@code pod} that keeps it from {@code level}, in a fixed order. */
  public static List<Violation> violations(PodTemplate pod, Level level, PolicyVersion version) {
    return CONTROLS.stream()
        .filter(control -> level.covers(control.id().level()) && control.id().isIn(version))
        .flatMap(control -> control.judge(pod, version).stream())
        .toList();
  }

  /** The highest level whose controls all allow {@code pod}. */
  public static Level level(PodTemplate pod, PolicyVersion version) {
    List<Violation> all = violations(pod, Level.RESTRICTED, version);
    if (all.isEmpty()) {
      return Level.RESTRICTED;
    }
    return all.stream().anyMatch(v -> v.control().level() == Level.BASELINE)
        ? Level.PRIVILEGED
        : Level.BASELINE;
  }
}
