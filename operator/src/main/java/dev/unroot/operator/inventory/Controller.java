package dev.unroot.operator.inventory;

import dev.unroot.engine.ownership.ControllerReference;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What made an object and keeps it, by its owner reference with {@code controller: true}. */
sealed interface Controller {

  /** Nothing did. */
  record None() implements Controller {}

  /** An object of one of the eight kinds, which is listed in its stead. */
  record Known(ObjectId id) implements Controller {}

  /** An object of another kind, such as a Rollout. */
  record Foreign(String apiVersion, String kind, String name) implements Controller {}

  /** What a kind makes, as Kubernetes' own controllers do. */
  Map<WorkloadKind, Set<WorkloadKind>> MAKES =
      Map.of(
          WorkloadKind.DEPLOYMENT, Set.of(WorkloadKind.REPLICA_SET),
          WorkloadKind.CRON_JOB, Set.of(WorkloadKind.JOB),
          WorkloadKind.REPLICA_SET, Set.of(WorkloadKind.POD),
          WorkloadKind.REPLICATION_CONTROLLER, Set.of(WorkloadKind.POD),
          WorkloadKind.STATEFUL_SET, Set.of(WorkloadKind.POD),
          WorkloadKind.DAEMON_SET, Set.of(WorkloadKind.POD),
          WorkloadKind.JOB, Set.of(WorkloadKind.POD));

  /** The kinds of the API: what does not look like one cannot be named by a migration. */
  Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");

  /** Names of objects, as Kubernetes allows them for most kinds. */
  Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  /** A group and a version. */
  Pattern API_VERSION = Pattern.compile("([-a-z0-9.]{1,253}/)?v[a-z0-9]{1,30}");

  /**
   * The controller that {@code reference} names. Anybody who may write an object may write any
   * reference into it: one that Kubernetes would not have made hides nothing. Static pods are kept
   * by nobody in the cluster.
   */
  static Controller of(WorkloadKind made, Optional<ControllerReference> reference) {
    if (reference.isEmpty()) {
      return new None();
    }
    ControllerReference controller = reference.get();
    Optional<WorkloadKind> known =
        Arrays.stream(WorkloadKind.values())
            .filter(kind -> kind.kind().equals(controller.kind()))
            .filter(kind -> group(kind.apiVersion()).equals(group(controller.apiVersion())))
            .findFirst();
    if (known.isPresent()) {
      return MAKES.getOrDefault(known.get(), Set.of()).contains(made)
          ? new Known(new ObjectId(known.get(), controller.name()))
          : new None();
    }
    return isNode(controller) || !isPlausible(controller)
        ? new None()
        : new Foreign(controller.apiVersion(), controller.kind(), controller.name());
  }

  private static boolean isPlausible(ControllerReference controller) {
    return KIND.matcher(controller.kind()).matches()
        && NAME.matcher(controller.name()).matches()
        && API_VERSION.matcher(controller.apiVersion()).matches();
  }

  private static boolean isNode(ControllerReference controller) {
    return controller.apiVersion().equals("v1") && controller.kind().equals("Node");
  }

  /** An object keeps its controller's group for good, but may have been made in another version. */
  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
