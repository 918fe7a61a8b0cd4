package dev.unroot.operator.inventory;

import dev.unroot.engine.ownership.ControllerReference;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.Arrays;
import java.util.Optional;

/** What made an object and keeps it, by its owner reference with {@code controller: true}. */
sealed interface Controller {

  /** Nothing did. */
  record None() implements Controller {}

  /** An object of one of the eight kinds, which is listed in its stead. */
  record Known(ObjectId id) implements Controller {}

  /** An object of another kind, such as a Rollout. */
  record Foreign(String apiVersion, String kind, String name) implements Controller {}

  /** The controller that {@code reference} names; static pods are kept by nobody in the cluster. */
  static Controller of(Optional<ControllerReference> reference) {
    if (reference.isEmpty()) {
      return new None();
    }
    ControllerReference controller = reference.get();
    if (isNode(controller)) {
      return new None();
    }
    return Arrays.stream(WorkloadKind.values())
        .filter(kind -> kind.kind().equals(controller.kind()))
        .filter(kind -> group(kind.apiVersion()).equals(group(controller.apiVersion())))
        .findFirst()
        .<Controller>map(kind -> new Known(new ObjectId(kind, controller.name())))
        .orElseGet(
            () -> new Foreign(controller.apiVersion(), controller.kind(), controller.name()));
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
