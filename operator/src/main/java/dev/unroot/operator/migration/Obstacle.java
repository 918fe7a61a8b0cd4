package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What keeps a workload from being tried, by its template or by a missing permission. */
final class Obstacle {
  private static final Pattern MISSING_RIGHT =
      Pattern.compile("cannot (?<verb>[a-z]{1,20}) resource \"(?<resource>[a-z0-9/.-]{1,80})\"");

  /** The fields of a volume that is made for each pod, or that no pod can write. */
  private static final Set<String> PRIVATE =
      Set.of("name", "emptyDir", "configMap", "secret", "projected", "downwardAPI", "image");

  /** As many as a TrialAttempt has room for. */
  private static final int MAXIMUM_CONTAINERS = 16;

  private Obstacle() {}

  /** Why no trial pod is started at all: nobody agreed to what it can reach, in a word we know. */
  static Optional<Trouble> ofNetwork(TrialSpec trial) {
    return trial.network() == TrialNetwork.Inherit
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                "NetworkNotAgreed",
                "is not tried: set spec.trial.network of the plan to Inherit to accept that a trial"
                    + " pod reaches what the namespace reaches",
                false));
  }

  /** Why no trial pod is made of {@code listed}; nothing where one may be. */
  static Optional<Trouble> ofTemplate(ListedWorkload listed) {
    Workload workload = listed.workload();
    if (!listed.serves()) {
      return Optional.of(
          new Trouble(
              "KindNotTried",
              "is not tried: unroot starts no second instance of a "
                  + listed.id().kind()
                  + ", which may do its work twice or belongs to a controller that unroot does not"
                  + " know",
              false));
    }
    if (workload.replicas() == 0) {
      return Optional.of(
          new Trouble(
              "ScaledToZero",
              "is scaled to zero and not tried: scale it up to have it tried",
              false));
    }
    List<String> storage =
        Stream.concat(
                workload.template().volumes().stream()
                    .filter(volume -> !isOwnOrReadOnly(volume))
                    .flatMap(volume -> volume.text("name").stream()),
                claims(workload.template()))
            .toList();
    if (!storage.isEmpty()) {
      return Optional.of(
          new Trouble(
              "MountsStorage",
              "mounts storage and is not tried, since a trial pod must not share it: volume "
                  + String.join(", ", storage),
              false));
    }
    int containers = workload.template().containers().size();
    if (containers > MAXIMUM_CONTAINERS) {
      return Optional.of(
          new Trouble(
              "TooManyContainers",
              "has "
                  + containers
                  + " containers and is not tried: at most "
                  + MAXIMUM_CONTAINERS
                  + " are observed",
              false));
    }
    return Optional.empty();
  }

  /**
   * The volumes that a StatefulSet makes for each of its pods: mounted, and not in the template.
   */
  private static Stream<String> claims(PodTemplate template) {
    Set<String> volumes =
        template.volumes().stream()
            .flatMap(volume -> volume.text("name").stream())
            .collect(Collectors.toSet());
    return template.containers().stream()
        .flatMap(container -> container.fields().objects("volumeMounts", "mountPath").stream())
        .flatMap(mount -> mount.text("name").stream())
        .filter(name -> !volumes.contains(name))
        .distinct();
  }

  /** Why no trial pod may run these images; nothing where it may. */
  static Optional<Trouble> ofImages(Workload workload, Ceilings ceilings) {
    List<String> images =
        workload.template().containers().stream().map(Container::image).distinct().toList();
    return ceilings
        .imageLimit(images)
        .map(limit -> new Trouble(limit.reason().toString(), limit.message(), false));
  }

  /** Whether a second pod with {@code volume} gets a volume of its own, or cannot write it. */
  private static boolean isOwnOrReadOnly(Fields volume) {
    return volume.names().stream().allMatch(PRIVATE::contains)
        || volume.object("csi").flag("readOnly").orElse(false);
  }

  /**
   * The permission that {@code refused} shows to be missing; nothing where it was refused for
   * another reason.
   */
  static Optional<Trouble> ofPermission(KubernetesClientException refused, String namespace) {
    String message = refused.getMessage() == null ? "" : refused.getMessage();
    Matcher matcher = MISSING_RIGHT.matcher(message);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String right = matcher.group("verb") + " " + matcher.group("resource");
    return Optional.of(
        new Trouble(
            "PermissionMissing",
            "the operator may not "
                + right
                + " in namespace "
                + namespace
                + ": install deploy/trial",
            true));
  }
}
