package dev.unroot.e2e.installation;

import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Workloads of one test, made through the client: quickly, and many at once. */
public record Workloads(Cluster cluster, TestNamespace namespace) {
  /** Fields of a container that meets the level restricted. */
  public static final String RESTRICTED =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, "
          + "capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

  private static final int AT_ONCE = 8;

  /** Creates what {@code yaml} holds, in the namespace of the test. */
  public List<HasMetadata> create(String yaml) {
    return client()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace.name())
        .create();
  }

  /** Creates {@code count} objects, of which {@code yaml} gives the text by their number. */
  public void create(int count, IntFunction<String> yaml) {
    many(count, number -> create(yaml.apply(number)));
  }

  /** Does {@code action} with each number below {@code count}, several at once. */
  public static void many(int count, IntConsumer action) {
    ForkJoinPool pool = new ForkJoinPool(AT_ONCE);
    try {
      pool.submit(() -> IntStream.range(0, count).parallel().forEach(action)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdown();
    }
  }

  /**
   * A CronJob that is suspended, so that no controller of the cluster does anything about it, with
   * one container named like it.
   */
  public static String cronJob(String name, String labels, String container) {
    return """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: %1$s, labels: {%2$s}}
        spec:
          schedule: "0 0 1 1 *"
          suspend: true
          jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: %1$s, %3$s}]}}}}
        """
        .formatted(name, labels, container);
  }

  /** The pods whose names begin so, once there are {@code count}. */
  public List<Pod> awaitPods(String prefix, int count) {
    return await(count + " pods of " + prefix)
        .atMost(Duration.ofSeconds(30))
        .until(() -> pods(prefix), pods -> pods.size() == count);
  }

  private List<Pod> pods(String prefix) {
    return client().pods().inNamespace(namespace.name()).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
        .toList();
  }

  private KubernetesClient client() {
    return cluster.admin();
  }
}
