package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.Downtime;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the pods of a Deployment are replaced for one rollout. Where old pods would go on writing as
 * root to storage that new ones give away, all of the old ones have to end first: the change sets
 * the strategy Recreate, in the same write as the template, and what was there is put back once the
 * workload is healthy.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment">
 *     Recreate Deployment</a>
 */
final class Strategy {
  private static final String PATH = "/spec/strategy";

  private Strategy() {}

  /** Has every old pod ended before a new one starts. */
  static Map<String, Object> recreate() {
    return Map.of("op", "add", "path", PATH, "value", Map.of("type", "Recreate"));
  }

  /** Why a workload is not rolled out as its proposal needs it; nothing where it may be. */
  static Optional<String> refusal(WorkloadKind kind, Proposal proposal, ApplySpec apply) {
    if (!proposal.stopsFirst()) {
      return Optional.empty();
    }
    if (kind != WorkloadKind.DEPLOYMENT) {
      return Optional.of(
          "is not rolled out: pods of the old template would write as root beside new ones, to which"
              + " their storage is given: set maxSurge of its updateStrategy to 0");
    }
    return apply.downtime() == Downtime.Allowed
        ? Optional.empty()
        : Optional.of(
            "is not rolled out: pods of the old template would write as root beside new ones, to which"
                + " their storage is given: allow that it is down while its pods are replaced"
                + " (spec.apply.downtime: Allowed), or set its strategy to Recreate");
  }

  /**
   * What is left to put back of the strategy; nothing where it is as {@code revert} would have it.
   */
  static List<Map<String, Object>> restored(String revert, LiveWorkload live) {
    boolean isOurs =
        live.object()
            .object("spec")
            .object("strategy")
            .text("type")
            .filter("Recreate"::equals)
            .isPresent();
    return isOurs
        ? Revert.operations(revert).stream()
            .filter(operation -> String.valueOf(operation.get("path")).startsWith(PATH))
            .toList()
        : List.of();
  }
}
