package dev.unroot.operator.rollout;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.RemoteObjects;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.trial.cluster.TrialCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            .resource(named(workload)) // by its name alone, it would be read once more before
            .patch(
                context.build(), PatchText.of(client.getKubernetesSerialization().asJson(patch)));
    return LiveWorkload.of(workload.kind(), changed);
  }

  private static GenericKubernetesResource named(LiveWorkload workload) {
    GenericKubernetesResource named = new GenericKubernetesResource();
    named.setApiVersion(workload.kind().apiVersion());
    named.setKind(workload.kind().kind());
    named.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(workload.workload().reference().namespace())
            .withName(workload.workload().reference().name())
            .build());
    return named;
  }

  @Override
  public List<Pod> pods(LiveWorkload workload) {
    String namespace = workload.workload().reference().namespace();
    Map<String, String> labels = workload.workload().template().metadata().textMap("labels");
    Set<String> controllers = controllers(workload, labels);
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems().stream()
        .filter(pod -> isOf(pod, controllers))
        .toList();
  }

  /** Who makes the pods of a workload: itself, or what it makes. */
  private Set<String> controllers(LiveWorkload workload, Map<String, String> labels) {
    Stream<? extends HasMetadata> made =
        switch (workload.kind()) {
          case DEPLOYMENT ->
              client
                  .apps()
                  .replicaSets()
                  .inNamespace(workload.workload().reference().namespace())
                  .withLabels(labels)
                  .list()
                  .getItems()
                  .stream()
                  .filter(set -> isOf(set, Set.of(workload.uid())));
          case CRON_JOB -> runs(workload).stream();
          default -> Stream.empty();
        };
    return Stream.concat(
            Stream.of(workload.uid()), made.map(object -> object.getMetadata().getUid()))
        .collect(Collectors.toSet());
  }

  private static boolean isOf(HasMetadata object, Set<String> controllers) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getUid)
        .anyMatch(controllers::contains);
  }

  @Override
  public List<Job> runs(LiveWorkload workload) {
    return workload.kind() == WorkloadKind.CRON_JOB
        ? client
            .batch()
            .v1()
            .jobs()
            .inNamespace(workload.workload().reference().namespace())
            .list()
            .getItems()
            .stream()
            .filter(job -> isOf(job, Set.of(workload.uid())))
            .toList()
        : List.of();
  }

  @Override
  public void run(GenericKubernetesResource job) {
    objects
        .of(WorkloadKind.JOB)
        .inNamespace(job.getMetadata().getNamespace())
        .resource(job)
        .create();
  }

  @Override
  public Optional<Integer> endpoints(List<Pod> pods) {
    Set<String> uids =
        pods.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    if (pods.isEmpty()) {
      return Optional.of(0);
    }
    try {
      return Optional.of(
          (int)
              client
                  .discovery()
                  .v1()
                  .endpointSlices()
                  .inNamespace(pods.get(0).getMetadata().getNamespace())
                  .list()
                  .getItems()
                  .stream()
                  .flatMap(slice -> slice.getEndpoints().stream())
                  .filter(endpoint -> endpoint.getTargetRef() != null)
                  .filter(endpoint -> uids.contains(endpoint.getTargetRef().getUid()))
                  .filter(
                      endpoint ->
                          endpoint.getConditions() == null
                              || !Boolean.FALSE.equals(endpoint.getConditions().getReady()))
                  .count());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void delete(Pod pod) {
    try {
      client.resource(pod).lockResourceVersion(pod.getMetadata().getResourceVersion()).delete();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      } // it is another one by now: the next look decides about that
    }
  }

  @Override
  public Optional<String> log(Pod pod, String container) {
    return logs.log(pod, container);
  }
}
