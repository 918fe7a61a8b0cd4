package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.privilege.PodPrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds why the containers of a pod are root. Containers that are known not to be root need no
 * reason, except for what they hold of the kernel.
 */
public final class RootReasons {
  private static final Detector KERNEL = new KernelDetector();
  private static final List<Detector> OF_ROOT =
      List.of(
          new UsersDetector(),
          new StepDownDetector(),
          new LowPortDetector(),
          new OwnershipDetector(),
          new WritesDetector());
  private static final Detector PACKAGING = new PackagingDetector();

  private RootReasons() {}

  /**
   * The reasons of every container of {@code template}, the weightiest first within a container.
   */
  public static List<RootReason> find(PodTemplate template, Knowledge knowledge) {
    return find(template, PodPrivileges.of(template, knowledge), knowledge);
  }

  /** The same, where it is known already what the pod holds. */
  public static List<RootReason> find(
      PodTemplate template, PodPrivileges privileges, Knowledge knowledge) {
    List<RootReason> reasons = new ArrayList<>(ofPod(template, privileges.hostAccess()));
    List<Container> containers = template.containers();
    for (int i = 0; i < containers.size(); i++) {
      EffectivePrivileges held = privileges.containers().get(i);
      Suspect suspect = Suspect.of(template, containers.get(i), held, knowledge);
      reasons.addAll(template.isForWindows() ? List.of() : ofContainer(suspect));
    }
    return reasons;
  }

  private static List<RootReason> ofPod(PodTemplate template, List<HostAccess> hostAccess) {
    List<RootReason> reasons = new ArrayList<>();
    if (!hostAccess.isEmpty()) {
      reasons.add(
          ofPod(
              Rule.HOST_FIELDS,
              hostAccess.stream().map(HostAccess::toString).collect(Collectors.joining(", "))));
    }
    List<String> sysctls = UnsafeSysctls.of(template);
    if (!sysctls.isEmpty()) {
      reasons.add(ofPod(Rule.UNSAFE_SYSCTLS, "sets " + String.join(", ", sysctls)));
    }
    return reasons;
  }

  private static RootReason ofPod(Rule rule, String evidence) {
    return new RootReason("", rule, evidence, Suspect.TEMPLATE);
  }

  private static List<RootReason> ofContainer(Suspect suspect) {
    List<RootReason> reasons = new ArrayList<>(KERNEL.find(suspect).toList());
    if (suspect.held().user().isKnownUnprivileged()) {
      return reasons;
    }
    OF_ROOT.forEach(detector -> detector.find(suspect).forEach(reasons::add));
    if (reasons.isEmpty()) {
      PACKAGING.find(suspect).forEach(reasons::add);
    }
    return reasons;
  }
}
