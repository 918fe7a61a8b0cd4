package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Command;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server that does not start without its data, tried on a real node with clones of them.
 *
 * <p>The node has no CSI driver. The workload's own volume is one of a driver that is not there: it
 * is never mounted, since the workload is scaled to zero. Its data were written by the same server
 * in a directory of the node, and {@link CloneProvisioner} stands for the driver that copies it.
 */
@ExtendWith(NodeExtension.class)
class ClonedDataIT {
  private static final Duration TRIAL = Duration.ofMinutes(4);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Trial, trial: {network: Inherit, scaledToZero: Try, soak: 4s, deadline: 60s,"
          + " storage: %s}}";

  /** Writes data as the workload would have, by the entrypoint of its image. */
  private static final String WRITER =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: writer, namespace: %1$s}
      spec:
        terminationGracePeriodSeconds: 5
        containers:
        - name: redis
          image: test.local/servers:1
          imagePullPolicy: Never
          command: [redis-entrypoint]
          args: [redis-server, --dir, /data, --appendonly, "yes"]
          readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
          volumeMounts: [{name: data, mountPath: /data}]
        volumes:
        - {name: data, hostPath: {path: "%2$s"}}
      """;

  private static final String WORKLOAD =
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: %1$s-orders}
      spec:
        accessModes: [ReadWriteOnce]
        capacity: {storage: 100Mi}
        storageClassName: %1$s
        persistentVolumeReclaimPolicy: Retain
        claimRef: {namespace: %1$s, name: orders}
        csi: {driver: csi.example, volumeHandle: orders}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: orders, namespace: %1$s}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: %1$s
        volumeName: %1$s-orders
        resources: {requests: {storage: 100Mi}}
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: %1$s}
      provisioner: csi.example
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: orders, namespace: %1$s}
      spec:
        replicas: 0
        strategy: {type: Recreate}
        selector: {matchLabels: {app: orders}}
        template:
          metadata: {labels: {app: orders}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
            - name: redis
              image: test.local/servers:1
              imagePullPolicy: Never
              command: [sh, -c]
              args:
              - >-
                redis-check-aof /data/appendonlydir/appendonly.aof.manifest
                && exec redis-entrypoint redis-server --dir /data --appendonly yes --bind 0.0.0.0 --protected-mode no
              ports: [{containerPort: 6379}]
              readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes:
            - {name: data, persistentVolumeClaim: {claimName: orders}}
      """;

  private final Node node;
  private final Installation installation;

  ClonedDataIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void aServerThatNeedsItsDataIsProvedOnClonesOfThemAndTheyStayAsTheyAre(@TempDir Path storage)
      throws IOException {
    Path data = Files.createDirectories(storage.resolve("orders"));
    Path copies = Files.createDirectories(storage.resolve("copies"));
    try (TestNamespace namespace = node.namespace("cloned")) {
      write(namespace, data);
      String before = listing(data);
      node.apply(WORKLOAD.formatted(namespace.name()));
      // Only a bound claim is cloned, and the control plane takes its time.
      node.kubectl(
          "-n",
          namespace.name(),
          "wait",
          "pvc/orders",
          "--for=jsonpath={.status.phase}=Bound",
          "--timeout=60s");
      Plans plans = new Plans(node, namespace);
      try (CloneProvisioner driver =
              new CloneProvisioner(node, namespace.name(), Map.of("orders", data), copies);
          RunningOperator operator = installation.operator(namespace)) {
        plans.plan("shop", PLAN.formatted("StandIn"));
        plans.awaitMigration("orders", MigrationPhase.Inconclusive, TRIAL);

        plans.plan("shop", PLAN.formatted("Clone"));
        WorkloadMigration orders = plans.awaitMigration("orders", MigrationPhase.Verified, TRIAL);

        assertThat(orders.getStatus().proposal().rung()).isEqualTo("Restricted");
        List<TrialAttempt> attempts = orders.getStatus().trial().attempts();
        List<String> withData =
            attempts.stream()
                .filter(attempt -> attempt.volumes() == TrialVolumes.AsLeft)
                .map(attempt -> attempt.pod() + "-data")
                .toList();
        assertThat(withData).hasSizeGreaterThan(1).hasSizeLessThan(attempts.size());
        assertThat(driver.cloned()).isEqualTo(withData);
        await("the clones to go").atMost(SOON).until(() -> clones(namespace).isBlank());
        assertThat(listing(data)).isEqualTo(before);
      } finally {
        node.kubectl("delete", "storageclass", "--wait=false", namespace.name());
        node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-orders");
      }
    }
  }

  private void write(TestNamespace namespace, Path data) {
    node.apply(WRITER.formatted(namespace.name(), data));
    node.kubectl(
        "-n", namespace.name(), "wait", "pod/writer", "--for=condition=Ready", "--timeout=60s");
    new ServerPod(node, namespace.name(), "writer", "").exec("redis-cli", "set", "fruit", "pear");
    node.kubectl("-n", namespace.name(), "delete", "pod", "writer");
  }

  /** Every file with its owner, mode, size and time. */
  private static String listing(Path data) {
    return Command.of(Path.of("find"), data.toString(), "-printf", "%P %U %G %m %s %T@\\n").run();
  }

  private String clones(TestNamespace namespace) {
    return node.kubectl(
        "-n", namespace.name(), "get", "pvc", "-l", "unroot.dev/trial=true", "-o", "name");
  }
}
