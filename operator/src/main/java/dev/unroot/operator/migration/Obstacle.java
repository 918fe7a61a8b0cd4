package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.ceiling.Allowance;
import dev.unroot.operator.ceiling.Ceilings;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What keeps a workload from being tried until a person has acted. */
final class Obstacle {
  private static final Set<String> ROLLED_OUT =
      Set.of(
          "deployments",
          "statefulsets",
          "daemonsets",
          "cronjobs",
          "replicasets",
          "replicationcontrollers");

  private static final Pattern MISSING_RIGHT =
      Pattern.compile("cannot (?<verb>[a-z]{1,20}) resource \"(?<resource>[a-z0-9/.-]{1,80})\"");

  private Obstacle() {}

  private static String remedy(String resource) {
    if (resource.equals("jobs")) {
      return "deploy/cronjob-run-permissions, or the plan's apply.cronJobRun to be Scheduled";
    }
    return ROLLED_OUT.contains(resource)
        ? "deploy/apply, or the plan's mode to be Trial"
        : "deploy/trial, or the plan's mode to be Propose";
  }

  /** Why no trial pod is started at all: nobody agreed to what it can reach, in a word we know. */
  static Optional<Trouble> ofNetwork(TrialSpec trial) {
    return trial.network() != null
        ? Optional.empty()
        : Optional.of(
            new Trouble(
                "NetworkNotAgreed",
                "is not tried: this operator does not know the word in spec.trial.network of the plan;"
                    + " it knows Isolated and Inherit",
                false));
  }

  /**
   * Why no trial runs now, by what administrators allow. The plan asks for less as well, but a stop
   * must not depend on how soon it gets there.
   */
  static Optional<Trouble> ofCeilings(String namespace, Ceilings ceilings) {
    Allowance allowance = ceilings.allowance(Mode.Trial, namespace);
    return allowance.mode().filter(Mode::tries).isPresent()
        ? Optional.empty()
        : allowance.limits().stream()
            .findFirst()
            .map(limit -> new Trouble(limit.reason().toString(), limit.message(), false));
  }

  /** Why no trial pod may run these images; nothing where it may. */
  static Optional<Trouble> ofImages(Workload workload, Ceilings ceilings) {
    List<String> images =
        Stream.concat(
                workload.template().containers().stream().map(Container::image),
                workload.template().volumes().stream()
                    .flatMap(volume -> volume.object("image").text("reference").stream()))
            .distinct()
            .toList();
    return ceilings
        .imageLimit(images)
        .map(limit -> new Trouble(limit.reason().toString(), limit.message(), false));
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
                + ": a cluster administrator has to apply "
                + remedy(matcher.group("resource")),
            true));
  }
}
