package dev.unroot.operator.trial.cluster;

import dev.unroot.operator.trial.pod.Observer;
import dev.unroot.operator.trial.pod.TrialLabels;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trial in a real cluster. */
public final class KubernetesTrialCluster implements TrialCluster {
  private static final int LOG_BYTES = 1024 * 1024;
  private static final int LOG_LINES = 400;

  /** A node keeps a longer line in pieces of 16 KiB, each a line here: fewer than 1 MiB of them. */
  private static final int LAST_LINES = 60;

  private final KubernetesClient client;
  private final GroupOwnership storage;
  private final CloneSources cloneSources;

  /** Acts through {@code client}. */
  public KubernetesTrialCluster(KubernetesClient client) {
    this.client = client;
    this.storage = new GroupOwnership(client);
    this.cloneSources = new CloneSources(client);
  }

  @Override
  public List<Pod> pods(String namespace, String migration) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(TrialLabels.TRIAL, "true")
        .withLabel(TrialLabels.MIGRATION, migration)
        .list()
        .getItems();
  }

  @Override
  public List<Pod> labelled(String namespace, Map<String, String> labels) {
    return client.pods().inNamespace(namespace).withLabels(labels).list().getItems();
  }

  @Override
  public void create(Pod pod) {
    try {
      client.pods().inNamespace(pod.getMetadata().getNamespace()).resource(pod).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public void isolate(NetworkPolicy policy) {
    try {
      client.resource(policy).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  @Override
  public List<NetworkPolicy> policies(String namespace) {
    return client
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(namespace)
        .withoutLabel("app.kubernetes.io/managed-by", "unroot")
        .list()
        .getItems();
  }

  @Override
  public void delete(Pod pod) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .delete();
  }

  @Override
  public void observe(Pod pod, List<EphemeralContainer> observers) {
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
   * At most the last {@value #LOG_LINES} lines, which bounds what a workload can send; of an
   * observer, whose lines are few and short, everything.
   */
  @Override
  public Optional<String> log(Pod pod, String container) {
    if (Observer.isName(container)) {
      return read(pod, container, "");
    }
    return read(pod, container, lines(LOG_LINES)).map(log -> complete(pod, container, log));
  }

  private static String lines(int last) {
    return "&tailLines=" + last;
  }

  /** The bound of bytes cuts the end off, which tells most. */
  private String complete(Pod pod, String container, String log) {
    boolean isCut = log.getBytes(StandardCharsets.UTF_8).length >= LOG_BYTES;
    return isCut ? log + "\n" + read(pod, container, lines(LAST_LINES)).orElse("") : log;
  }

  private Optional<String> read(Pod pod, String container, String lines) {
    String uri =
        "/api/v1/namespaces/%s/pods/%s/log?container=%s&limitBytes=%d%s"
            .formatted(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                container,
                LOG_BYTES,
                lines);
    try {
      // The client's own way to a log watches the pod and waits for it to become ready.
      return Optional.ofNullable(client.raw(uri, "GET", null));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND && !Refusal.isOfNode(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public boolean heedsGroup(String namespace, String claim) {
    return storage.heedsGroup(namespace, claim);
  }

  @Override
  public CloneSource cloneable(String namespace, String claim) {
    return cloneSources.find(namespace, claim);
  }

  @Override
  public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
    return Optional.ofNullable(
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get());
  }

  @Override
  public void make(PersistentVolumeClaim claim) {
    try {
      client.resource(claim).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }
}
