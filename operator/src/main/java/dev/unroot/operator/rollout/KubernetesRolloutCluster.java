package dev.unroot.operator.rollout;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.RemoteObjects;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.trial.cluster.TrialCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rollouts in a real cluster. */
public final class KubernetesRolloutCluster implements RolloutCluster {
  private final KubernetesClient client;
  private final RemoteObjects objects;
  private final TrialCluster logs;

  /** Acts through {@code client}, and reads logs as trials do. */
  public KubernetesRolloutCluster(KubernetesClient client, TrialCluster logs) {
    this.client = client;
    this.objects = new RemoteObjects(client);
    this.logs = logs;
  }

  @Override
  public Optional<LiveWorkload> find(WorkloadId id) {
    return id.knownKind()
        .flatMap(
            kind ->
                objects
                    .of(kind)
                    .inNamespace(id.namespace())
                    .withField("metadata.name", id.name())
                    .list()
                    .getItems()
                    .stream()
                    .findFirst()
                    .map(resource -> LiveWorkload.of(kind, resource)));
  }

  @Override
  public LiveWorkload tried(LiveWorkload workload, List<Map<String, Object>> patch) {
    return patched(workload, patch, List.of("All"));
  }

  @Override
  public LiveWorkload change(LiveWorkload workload, List<Map<String, Object>> patch) {
    return patched(workload, patch, List.of());
  }

  private LiveWorkload patched(
      LiveWorkload workload, List<Map<String, Object>> patch, List<String> dryRun) {
    PatchContext.Builder context =
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON)
            .withFieldManager(Managers.OURS)
            .withFieldValidation("Strict");
    if (!dryRun.isEmpty()) {
      context.withDryRun(dryRun);
    }
    GenericKubernetesResource changed =
        objects
            .of(workload.kind())
            .inNamespace(workload.workload().reference().namespace())
            .withName(workload.workload().reference().name())
            .patch(context.build(), client.getKubernetesSerialization().asJson(patch));
    return LiveWorkload.of(workload.kind(), changed);
  }

  @Override
  public List<Pod> pods(LiveWorkload workload) {
    String namespace = workload.workload().reference().namespace();
    Map<String, String> labels = workload.workload().template().metadata().textMap("labels");
    Set<String> controllers =
        workload.kind() == WorkloadKind.DEPLOYMENT
            ? client
                .apps()
                .replicaSets()
                .inNamespace(namespace)
                .withLabels(labels)
                .list()
                .getItems()
                .stream()
                .filter(set -> isOf(set, Set.of(workload.uid())))
                .map((ReplicaSet set) -> set.getMetadata().getUid())
                .collect(Collectors.toSet())
            : Set.of(workload.uid());
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(pod -> isOf(pod, controllers))
        .toList();
  }

  private static boolean isOf(HasMetadata object, Set<String> controllers) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .anyMatch(controllers::contains);
  }

  @Override
  public Optional<String> log(Pod pod, String container) {
    return logs.log(pod, container);
  }
}
