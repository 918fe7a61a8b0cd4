package dev.unroot.operator.migration;

import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What keeps a workload from being tried, by its template or by a missing permission. */
final class Obstacle {
  private static final Pattern MISSING_RIGHT =
      Pattern.compile("cannot (?<verb>[a-z]{1,20}) resource \"(?<resource>[a-z0-9/.-]{1,80})\"");

  private Obstacle() {}

  /** Why no trial pod is made of {@code workload}; nothing where one may be. */
  static Optional<Trouble> ofTemplate(Workload workload) {
    if (workload.replicas() == 0) {
      return Optional.of(
          new Trouble(
              "ScaledToZero", "is scaled to zero and not tried: scale it up to have it tried"));
    }
    List<String> claims =
        workload.template().volumes().stream()
            .filter(volume -> volume.has("persistentVolumeClaim") || volume.has("ephemeral"))
            .flatMap(volume -> volume.text("name").stream())
            .toList();
    if (!claims.isEmpty()) {
      return Optional.of(
          new Trouble(
              "MountsClaims",
              "mounts claims and is not tried, since a trial pod must not share them: volume "
                  + String.join(", ", claims)));
    }
    return Optional.empty();
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
                + ": install deploy/trial"));
  }
}
