package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** Why no trial pod is made of {@code workload}; nothing where one may be. */
  static Optional<Trouble> ofTemplate(Workload workload) {
    if (workload.replicas() == 0) {
      return Optional.of(
          new Trouble(
              "ScaledToZero",
              "is scaled to zero and not tried: scale it up to have it tried",
              false));
    }
    List<String> storage =
        workload.template().volumes().stream()
            .filter(volume -> !isOwnOrReadOnly(volume))
            .flatMap(volume -> volume.text("name").stream())
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
