package dev.unroot.e2e.apiserver.rollouts;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Tells of pods, which nothing runs, what a node would: that they are well, or that they fail. */
final class StandInKubelet implements AutoCloseable {
  private static final long EVERY = 100;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final KubernetesClient client;
  private final String namespace;
  private final Predicate<Pod> fails;

  /** Tells of the pods of {@code namespace}, of which some fail. */
  StandInKubelet(KubernetesClient client, String namespace, Predicate<Pod> fails) {
    this.client = client;
    this.namespace = namespace;
    this.fails = fails;
    timer.scheduleWithFixedDelay(this::tell, 0, EVERY, TimeUnit.MILLISECONDS);
  }

  private void tell() {
    try {
      tellAll();
    } catch (KubernetesClientException e) {
      // The API server is away: a kubelet asks again.
    }
  }

  private void tellAll() {
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      boolean isTold = pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
      if (!isTold && pod.getMetadata().getDeletionTimestamp() == null) {
        tell(pod);
      }
    }
  }

  private void tell(Pod pod) {
    boolean isReady = !fails.test(pod);
    List<ContainerStatus> containers =
        pod.getSpec().getContainers().stream().map(c -> status(c, isReady)).toList();
    try {
      client
          .resource(
              new PodBuilder(pod)
                  .editOrNewStatus()
                  .withPhase("Running")
                  .addNewCondition()
                  .withType("Ready")
                  .withStatus(isReady ? "True" : "False")
                  .endCondition()
                  .withContainerStatuses(containers)
                  .endStatus()
                  .build())
          .updateStatus();
    } catch (KubernetesClientException e) {
      // It is another one by now, or gone: the next round looks again.
    }
  }

  private static ContainerStatus status(Container container, boolean isReady) {
    return new ContainerStatusBuilder()
        .withName(container.getName())
        .withImage(container.getImage())
        .withImageID("")
        .withReady(isReady)
        .withRestartCount(isReady ? 0 : 5)
        .build();
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
