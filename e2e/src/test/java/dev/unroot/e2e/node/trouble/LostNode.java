package dev.unroot.e2e.node.trouble;

import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A node that takes pods, says that they run, and is never heard of again. Only pods that ask for
 * it come here.
 */
final class LostNode implements AutoCloseable {
  private static final Map<String, Quantity> ROOM =
      Map.of("cpu", new Quantity("8"), "memory", new Quantity("8Gi"), "pods", new Quantity("50"));

  private final Node cluster;
  private final TestNamespace namespace;
  private final String name;

  LostNode(Node cluster, TestNamespace namespace) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = "lost-" + namespace.name();
    cluster
        .admin()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(Map.of("lost", name))
                .endMetadata()
                .withNewSpec()
                .addNewTaint()
                .withKey("lost")
                .withEffect("NoSchedule")
                .endTaint()
                .endSpec()
                .withNewStatus()
                .withCapacity(ROOM)
                .withAllocatable(ROOM)
                .endStatus()
                .build())
        .create();
  }

  /** The fields of a pod's spec that bring it here, in YAML's flow style. */
  String selector() {
    return "nodeSelector: {lost: " + name + "}, tolerations: [{operator: Exists}], ";
  }

  /** The first trial pod of {@code workload}, once it runs here and is ready. */
  Pod run(String workload) {
    Pod pod =
        await("a trial pod of " + workload + " on the lost node")
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    cluster.admin().pods().inNamespace(namespace.name()).list().getItems().stream()
                        .filter(p -> p.getMetadata().getName().startsWith(workload + "-trial-0"))
                        .filter(p -> name.equals(p.getSpec().getNodeName()))
                        .findFirst()
                        .orElse(null),
                found -> found != null);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    pod.setStatus(
        new PodStatusBuilder()
            .withPhase("Running")
            .withConditions(
                List.of("PodScheduled", "Initialized", "ContainersReady", "Ready").stream()
                    .map(
                        type ->
                            new PodConditionBuilder()
                                .withType(type)
                                .withStatus("True")
                                .withLastTransitionTime(now)
                                .build())
                    .toList())
            .addToContainerStatuses(
                new ContainerStatusBuilder()
                    .withName(pod.getSpec().getContainers().get(0).getName())
                    .withImage(Node.BUSYBOX)
                    .withImageID("")
                    .withReady(true)
                    .withRestartCount(0)
                    .withNewState()
                    .withNewRunning(now)
                    .endState()
                    .build())
            .build());
    return cluster.admin().resource(pod).patchStatus();
  }

  /** With its pods, which nobody else ends. */
  @Override
  public void close() {
    cluster.kubectl("delete", "node", name);
    cluster.kubectl(
        "-n", namespace.name(), "delete", "pods", "--all", "--force", "--grace-period=0");
  }
}
