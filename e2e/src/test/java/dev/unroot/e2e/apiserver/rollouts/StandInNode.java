package dev.unroot.e2e.apiserver.rollouts;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells of pods of Jobs, which nothing runs, that they came to their end. */
final class StandInNode implements AutoCloseable {
  private static final long EVERY = 100;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final KubernetesClient client;
  private final String namespace;
  private final String phase;

  /** All pods of {@code namespace} end in {@code phase}. */
  StandInNode(KubernetesClient client, String namespace, String phase) {
    this.client = client;
    this.namespace = namespace;
    this.phase = phase;
    timer.scheduleWithFixedDelay(this::tell, 0, EVERY, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      if (pod.getStatus() != null && "Pending".equals(pod.getStatus().getPhase())) {
        tell(pod);
      }
    }
  }

  private void tell(Pod pod) {
    try {
      client
          .resource(new PodBuilder(pod).editStatus().withPhase(phase).endStatus().build())
          .updateStatus();
    } catch (KubernetesClientException e) {
      // It is another one by now, or gone: the next round looks again.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
