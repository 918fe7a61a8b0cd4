package dev.unroot.operator.trial;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;

/** What a trial does in the cluster, and all that it does there. */
public final class TrialCluster {
  private static final int LOG_BYTES = 256 * 1024;
  private static final int LOG_LINES = 2000;

  private final KubernetesClient client;

  /** Acts through {@code client}. */
  public TrialCluster(KubernetesClient client) {
    this.client = client;
  }

  /** The trial pods of one migration, as they are now. */
  List<Pod> pods(String namespace, String migration) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(TrialLabels.TRIAL, "true")
        .withLabel(TrialLabels.MIGRATION, migration)
        .list()
        .getItems();
  }

  /** Starts a pod; one of the same name that is there already is left as it is. */
  void create(Pod pod) {
    try {
      client.pods().inNamespace(pod.getMetadata().getNamespace()).resource(pod).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  /** Deletes a pod; one that is gone already is fine. */
  void delete(Pod pod) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .delete();
  }

  /** Adds observers to a running pod. */
  void observe(Pod pod, List<EphemeralContainer> observers) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .ephemeralContainers()
        .edit(
            current ->
                new PodBuilder(current)
                    .editSpec()
                    .addAllToEphemeralContainers(observers)
                    .endSpec()
                    .build());
  }

  /**
   * What a container printed, at most its last {@value #LOG_LINES} lines; nothing where there is no
   * log to be had.
   */
  Optional<String> log(Pod pod, String container) {
    try {
      return Optional.ofNullable(
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .inContainer(container)
              .limitBytes(LOG_BYTES)
              .tailingLines(LOG_LINES)
              .getLog());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
