package dev.unroot.operator.migration;

import dev.unroot.api.v1alpha1.OnDelete;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.rollout.RolloutStage;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a migration from going while what it has on record is needed: a finalizer, which is there
 * before the first record is, and goes with its last use.
 */
final class RolloutHold {
  static final String FINALIZER = "unroot.dev/rollout";
  private static final int UNPROCESSABLE = 422;
  private static final String PATH = "/metadata/finalizers";

  private final KubernetesClient client;

  RolloutHold(KubernetesClient client) {
    this.client = client;
  }

  /** Whether {@code migration} is held. */
  static boolean isHeld(WorkloadMigration migration) {
    return migration.getMetadata().getFinalizers().contains(FINALIZER);
  }

  /** Whether what is on record may still be needed. */
  static boolean isNeeded(WorkloadMigration migration) {
    Optional<RolloutStatus> rollout = WorkloadRollouts.rollout(migration);
    return RolloutStage.isOpen(rollout)
        || migration.getSpec().apply().onDelete() == OnDelete.Revert
            && rollout.filter(r -> r.step() == RolloutStep.Migrated).isPresent();
  }

  /** Holds {@code migration}, which is as the API server has it, and is not being deleted. */
  void hold(WorkloadMigration migration) {
    List<String> finalizers = new ArrayList<>(migration.getMetadata().getFinalizers());
    finalizers.add(FINALIZER);
    write(migration, finalizers);
  }

  /** Lets {@code migration} go. */
  void release(WorkloadMigration migration) {
    List<String> finalizers = new ArrayList<>(migration.getMetadata().getFinalizers());
    finalizers.remove(FINALIZER);
    write(migration, finalizers);
  }

  /** Where it is another one by now, the next look decides. */
  private void write(WorkloadMigration migration, List<String> finalizers) {
    List<Map<String, Object>> patch =
        List.of(
            Map.of(
                "op",
                "test",
                "path",
                "/metadata/resourceVersion",
                "value",
                migration.getMetadata().getResourceVersion()),
            Map.of("op", "add", "path", PATH, "value", finalizers));
    try {
      client
          .resource(migration)
          .patch(
              PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
    } catch (KubernetesClientException e) {
      boolean isStale =
          e.getCode() == HttpURLConnection.HTTP_CONFLICT
              || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
              || e.getCode() == UNPROCESSABLE;
      if (!isStale) {
        throw e;
      }
    }
  }
}
