package dev.unroot.operator.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.operator.rollout.RolloutStage.Step;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a change back, and waits until the workload is as well as it was. */
final class PuttingBack {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RolloutCluster cluster;
  private final Steps steps;

  PuttingBack(RolloutCluster cluster, Steps steps) {
    this.cluster = cluster;
    this.steps = steps;
  }

  Step revert(RolloutStatus rollout, LiveWorkload live) {
    if (Steps.isThe(live, rollout, rollout.after())) {
      return steps.putBack(rollout, live, Revert.guarded(rollout.revert(), live));
    }
    if (!Steps.isThe(live, rollout, rollout.before())) {
      return steps.conflict(rollout, live);
    }
    if (Managers.areOurs(live)) {
      return steps.putBack(rollout, live, managers(live, rollout));
    }
    return Steps.write(
        rollout.at(RolloutStep.Recovering, text(rollout.message())).changed(steps.now()));
  }

  private static List<Map<String, Object>> managers(LiveWorkload live, RolloutStatus rollout) {
    try {
      List<ManagedFieldsEntry> before =
          JSON.readValue(rollout.managers(), new TypeReference<>() {});
      String restored =
          JSON.valueToTree(
                  List.of(
                      Map.of(
                          "op",
                          "replace",
                          "path",
                          "/metadata/managedFields",
                          "value",
                          Managers.restored(live.managers(), before))))
              .toString();
      return Revert.guarded(restored, live);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the record of managers is not JSON", e);
    }
  }

  Step recover(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!Steps.isThe(live, rollout, rollout.before())) {
      return steps.conflict(rollout, live);
    }
    Replacement replacement = Replacement.of(live, Pieces.of(cluster, rollout, live));
    boolean isWell =
        replacement instanceof Replacement.Complete complete
            && complete.ready() >= rollout.readyBefore();
    if (isWell) {
      return rolledBack(rollout, "");
    }
    if (replacement instanceof Replacement.Waits waits) {
      return rolledBack(rollout, "; put back: " + waits.what());
    }
    if (steps.isOver(rollout.changedAt(), apply.deadlineDuration())) {
      return rolledBack(rollout, "; put back, but its pods are not all ready");
    }
    Optional<Pod> stuck = NewPods.stuck(live, () -> cluster.pods(live));
    stuck.ifPresent(cluster::delete);
    return Steps.later(rollout);
  }

  private Step rolledBack(RolloutStatus rollout, String how) {
    return Steps.write(
        rollout.at(RolloutStep.RolledBack, text(rollout.message()) + how).ended(steps.now()));
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
