package dev.unroot.operator.eligibility;

import dev.unroot.api.v1alpha1.ScaledToZero;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.operator.inventory.ListedWorkload;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why no trial pod is made of a workload, whatever its plan asks for. It keeps its proposal.
 *
 * @param reason for programs: the reason of a condition
 * @param why for people, to follow a colon
 */
public record Ineligibility(String reason, String why) {
  /** What a candidate may go without, or may only read. */
  private static final Set<HostAccess.Kind> MAY_BE_LEFT =
      EnumSet.of(HostAccess.Kind.PRIVILEGED, HostAccess.Kind.PATH);

  /** As many as a TrialAttempt has room for. */
  private static final int MAXIMUM_CONTAINERS = 16;

  private static final int MOST_NAMES = 5;

  /**
   * Why {@code listed} is not tried; nothing where it may be.
   *
   * @param trial what its plan asks for; an unknown word counts as the more careful one
   */
  public static Optional<Ineligibility> of(ListedWorkload listed, TrialSpec trial) {
    if (listed.id().knownKind().isEmpty()) {
      return because(
          "KindNotTried",
          "unroot does not know what a " + listed.id().kind() + " does with one more pod");
    }
    boolean isolated = trial.network() == TrialNetwork.Isolated;
    if (!listed.serves() && !isolated) {
      return because(
          "KindNotTried",
          "a second "
              + listed.id().kind()
              + " might do its work twice; spec.trial.network: Isolated tries it");
    }
    if (listed.workload().replicas() == 0 && trial.scaledToZero() != ScaledToZero.Try) {
      return because("ScaledToZero", "it is scaled to zero; spec.trial.scaledToZero: Try tries it");
    }
    Optional<HostAccess> node =
        HostAccess.of(listed.workload().template()).stream()
            .filter(way -> !MAY_BE_LEFT.contains(way.kind()))
            .findFirst();
    if (node.isPresent()) {
      return because(
          "ReachesNode", "a trial pod must not reach its node (" + node.get().field() + ")");
    }
    Optional<String> refused = refusedPath(listed.workload().template());
    if (refused.isPresent()) {
      return because(
          "ReachesNode",
          "a trial pod must not see sockets, processes and keys of its node (hostPath "
              + refused.get()
              + ")");
    }
    List<String> devices = devices(listed.workload().template());
    if (!devices.isEmpty()) {
      return because(
          "MountsStorage",
          "a trial pod must not use its storage as a raw device (volume " + shown(devices) + ")");
    }
    List<String> paths = writable(listed.workload().template());
    if (!paths.isEmpty()) {
      return because(
          "ReachesNode",
          "a trial pod must not write to its node (hostPath volume " + shown(paths) + ")");
    }
    int containers = listed.workload().template().containers().size();
    if (containers > MAXIMUM_CONTAINERS) {
      return because(
          "TooManyContainers",
          "of its " + containers + " containers at most " + MAXIMUM_CONTAINERS + " are observed");
    }
    return Optional.empty();
  }

  private static String shown(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.size() > MOST_NAMES
        ? some + " and " + (names.size() - MOST_NAMES) + " more"
        : some;
  }

  private static Optional<Ineligibility> because(String reason, String why) {
    return Optional.of(new Ineligibility(reason, why));
  }

  private static List<String> devices(PodTemplate template) {
    return template.containers().stream()
        .flatMap(container -> container.fields().objects("volumeDevices", "name").stream())
        .flatMap(device -> device.text("name").stream())
        .distinct()
        .toList();
  }

  private static List<String> writable(PodTemplate template) {
    return template.volumes().stream()
        .filter(volume -> volume.has("hostPath") && !isOnlyRead(template, volume))
        .flatMap(volume -> volume.text("name").stream())
        .toList();
  }

  private static Optional<String> refusedPath(PodTemplate template) {
    return template.volumes().stream()
        .filter(volume -> volume.has("hostPath"))
        .map(volume -> volume.object("hostPath").text("path").orElse(""))
        .filter(NodePaths::isRefused)
        .findFirst();
  }

  /** Whether {@code volume} is a part of its node that no container may write. */
  private static boolean isOnlyRead(PodTemplate template, Fields volume) {
    String name = volume.text("name").orElse("");
    return template.containers().stream()
        .flatMap(container -> container.fields().objects("volumeMounts", "mountPath").stream())
        .filter(mount -> mount.text("name").filter(name::equals).isPresent())
        .allMatch(mount -> mount.flag("readOnly").orElse(false));
  }
}
