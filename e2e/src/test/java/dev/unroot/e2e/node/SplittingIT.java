package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that prepare something as root and then start their program: each is taken apart, proved
 * on a real node, and does its job before and after, on the data that the root version wrote.
 */
@ExtendWith(NodeExtension.class)
class SplittingIT {
  private static final Duration TRIALS = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Trial, trial: {network: Inherit, soak: 3s, deadline: 45s, maxConcurrent: 3}}";

  /** A workload, the storage it has, and what is to become of it. */
  private enum Workload {
    /** On a volume of the pod's own, its own user makes what it needs. */
    QUEUE(
        "Restricted",
        """
          containers:
          - name: redis
            image: test.local/servers:1
            imagePullPolicy: Never
            command: [sh, -ec]
            args:
            - |
              mkdir -p /data/queue
              chown -R redis:redis /data
              exec setpriv --reuid=redis --regid=redis --clear-groups redis-server --dir /data/queue --appendonly yes --bind 0.0.0.0 --protected-mode no
            readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """),
    /** On storage that heeds no group, which root prepared before: it stays that user's. */
    ORDERS(
        "Restricted",
        """
          containers:
          - name: redis
            image: test.local/servers:1
            imagePullPolicy: Never
            command: [sh, -ec]
            args:
            - |
              mkdir -p /data/orders
              chown -R redis:redis /data
              exec setpriv --reuid=redis --regid=redis --clear-groups redis-server --dir /data/orders --appendonly yes --bind 0.0.0.0 --protected-mode no
            readinessProbe: {tcpSocket: {port: 6379}, periodSeconds: 1}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: orders}}]
        """),
    /** What it prepares lies in its image; nothing is owned by anybody else. */
    PAGE(
        "Restricted",
        """
          containers:
          - name: web
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "mkdir -p /srv/page && echo prepared > /srv/page/index.html && exec httpd -f -p 8080 -h /srv/page"]
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        """),
    /** Its own user owns what it makes: nobody has to give anything away. */
    NOTES(
        "Restricted",
        """
          initContainers:
          - name: permissions
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [chown, -R, "1000:1000", /data]
            volumeMounts: [{name: data, mountPath: /data}]
          - name: first
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "echo first > /data/first"]
            securityContext: {runAsUser: 1000}
            volumeMounts: [{name: data, mountPath: /data}]
          containers:
          - name: web
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "echo written >> /data/first && exec httpd -f -p 8080 -h /data"]
            securityContext: {runAsUser: 1000, runAsGroup: 1000}
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """),
    /** A hook gives away what the program could have made as its own. */
    HOOK(
        "Restricted",
        """
          containers:
          - name: web
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "echo made > /data/index.html && exec httpd -f -p 8080 -h /data"]
            lifecycle: {postStart: {exec: {command: [chown, -R, "1000:1000", /data]}}}
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, emptyDir: {}}]
        """),
    /** Privileged, to set what a pod can declare. */
    KERNEL(
        "Restricted",
        """
          initContainers:
          - name: sysctl
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sysctl, -w, net.ipv4.tcp_fin_timeout=31]
            securityContext: {privileged: true}
          containers:
          - name: web
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [httpd, -f, -p, "8080", -h, /etc]
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
        """),
    /** As charts do it: privileged, to give a volume to the user that its pod runs as. */
    CHART(
        "SetUpAsRoot",
        """
          initContainers:
          - name: volume-permissions
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "mkdir -p /data/www && chown -R 1000:1000 /data"]
            securityContext: {privileged: true, runAsUser: 0}
            volumeMounts: [{name: data, mountPath: /data}]
          containers:
          - name: web
            image: test.local/busybox:1
            imagePullPolicy: Never
            command: [sh, -c, "date >> /data/www/starts && exec httpd -f -p 8080 -h /data/www"]
            securityContext: {runAsUser: 1000, runAsGroup: 1000}
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: chart}}]
        """);

    private final String rung;
    private final String spec;

    Workload(String rung, String spec) {
      this.rung = rung;
      this.spec = spec;
    }

    String workload() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    boolean hasClaim() {
      return spec.contains("persistentVolumeClaim");
    }
  }

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        strategy: {type: Recreate}
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            terminationGracePeriodSeconds: 2
      """;

  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: %2$s-%1$s}
      spec:
        accessModes: [ReadWriteOnce]
        capacity: {storage: 100Mi}
        storageClassName: %2$s
        persistentVolumeReclaimPolicy: Retain
        claimRef: {namespace: %2$s, name: %1$s}
        hostPath: {path: "%3$s", type: Directory}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: %2$s
        volumeName: %2$s-%1$s
        resources: {requests: {storage: 100Mi}}
      ---
      """;

  private final Node node;
  private final Installation installation;

  SplittingIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatIsRootOnlyToPrepareIsRootNoMore(@TempDir Path storage) throws IOException {
    try (TestNamespace namespace = node.namespace("splitting")) {
      for (Workload workload : Workload.values()) {
        start(workload, namespace, storage);
      }
      for (Workload workload : Workload.values()) {
        awaitRollout(workload, namespace);
      }
      pod(Workload.ORDERS, namespace).exec("redis-cli", "set", "before", "pear");
      Plans plans = new Plans(node, namespace);
      plans.plan("shop", PLAN);
      try (RunningOperator operator = installation.operator(namespace)) {
        for (Workload workload : Workload.values()) {
          WorkloadMigration migration =
              plans.awaitMigration(workload.workload(), MigrationPhase.Verified, TRIALS);
          tell(migration);
          assertThat(migration.getStatus().proposal().rung())
              .as(workload.workload())
              .isEqualTo(workload.rung);
          apply(migration, namespace);
        }
      }

      for (Workload workload : Workload.values()) {
        awaitRollout(workload, namespace);
        ServerPod pod = pod(workload, namespace);
        assertThat(pod.exec("cat", "/proc/1/status"))
            .as(workload.workload())
            .doesNotContainPattern("Uid:\\s+0")
            .containsPattern("CapEff:\\s+0{16}");
      }
      doTheirJobs(namespace);
      end(namespace);
    }
  }

  private void doTheirJobs(TestNamespace namespace) {
    for (Workload redis : List.of(Workload.QUEUE, Workload.ORDERS)) {
      pod(redis, namespace).exec("redis-cli", "set", "fruit", "plum");
      assertThat(pod(redis, namespace).exec("redis-cli", "get", "fruit")).contains("plum");
    }
    assertThat(pod(Workload.ORDERS, namespace).exec("redis-cli", "get", "before")).contains("pear");
    assertThat(pod(Workload.PAGE, namespace).get(8080, "/")).contains("prepared");
    assertThat(pod(Workload.NOTES, namespace).get(8080, "/first")).isEqualTo("first\nwritten\n");
    assertThat(
            node.admin()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(Workload.NOTES.workload())
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers())
        .extracting(container -> container.getName())
        .containsExactly("first");
    assertThat(pod(Workload.KERNEL, namespace).exec("cat", "/proc/sys/net/ipv4/tcp_fin_timeout"))
        .isEqualToIgnoringNewLines("31");
    assertThat(pod(Workload.HOOK, namespace).get(8080, "/")).contains("made");
    assertThat(pod(Workload.CHART, namespace).get(8080, "/starts").lines()).hasSize(2);
  }

  private void start(Workload workload, TestNamespace namespace, Path storage) throws IOException {
    String claim = "";
    if (workload.hasClaim()) {
      Path directory = Files.createDirectories(storage.resolve(workload.workload()));
      claim = CLAIM.formatted(workload.workload(), namespace.name(), directory);
    }
    node.apply(
        claim
            + DEPLOYMENT.formatted(workload.workload(), namespace.name())
            + workload.spec.indent(4));
  }

  private void awaitRollout(Workload workload, TestNamespace namespace) {
    node.kubectl(
        "-n",
        namespace.name(),
        "rollout",
        "status",
        "deployment/" + workload.workload(),
        "--timeout=90s");
  }

  private void apply(WorkloadMigration migration, TestNamespace namespace) {
    node.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "deployment/" + migration.getSpec().workload().name(),
        "--patch",
        migration.getStatus().proposal().patch());
  }

  private ServerPod pod(Workload workload, TestNamespace namespace) {
    Pod pod =
        await("the pod of " + workload.workload() + " alone")
            .atMost(SOON)
            .until(
                () ->
                    node.admin()
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel("app", workload.workload())
                        .list()
                        .getItems(),
                pods -> pods.size() == 1)
            .get(0);
    return new ServerPod(
        node, namespace.name(), pod.getMetadata().getName(), pod.getStatus().getPodIP());
  }

  /** For whoever reads the log of a build. */
  private static void tell(WorkloadMigration migration) {
    System.out.println(
        migration.getSpec().workload().name()
            + ": "
            + migration.getStatus().proposal().rung()
            + ": "
            + migration.getStatus().message());
    for (TrialAttempt attempt : migration.getStatus().trial().attempts()) {
      System.out.println("    " + attempt.number() + " " + attempt.message());
    }
  }

  /** Before its directories go; they are the node's, and nobody else's. */
  private void end(TestNamespace namespace) {
    for (Workload workload : Workload.values()) {
      if (workload.hasClaim()) {
        String own = "app=" + workload.workload();
        node.kubectl("-n", namespace.name(), "delete", "deployments", workload.workload());
        node.kubectl("-n", namespace.name(), "wait", "pod", "-l", own, "--for=delete");
        node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-" + workload.workload());
      }
    }
  }
}
