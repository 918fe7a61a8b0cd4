package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
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

  /** What the controls of {@code version} say of {@code pod}. */
  public static Judgement judge(PodTemplate pod, PolicyVersion version) {
    List<Violation> violations = new ArrayList<>();
    for (Control control : CONTROLS) {
      if (control.id().isIn(version)) {
        violations.addAll(control.judge(pod, version));
      }
    }
    return new Judgement(violations);
  }

  /** Whether a pod may set the kernel parameter {@code name} at the baseline level. */
  public static boolean isSafeSysctl(String name, PolicyVersion version) {
    return Sysctls.isAllowed(name, version);
  }

  /** Everything in {@code pod} that keeps it from {@code level}, in a fixed order. */
  public static List<Violation> violations(PodTemplate pod, Level level, PolicyVersion version) {
    return judge(pod, version).violations(level);
  }

  /** The highest level whose controls all allow {@code pod}. */
  public static Level level(PodTemplate pod, PolicyVersion version) {
    return judge(pod, version).level();
  }
}
