package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Mode {@code Apply}, of every kind that can be changed: what was migrated stays so over a restart
 * of the operator, is told of when it slides back, and is put back with its plan where that was
 * asked for.
 */
@ExtendWith(NodeExtension.class)
class MigratedIT {
  private static final Duration LONG = Duration.ofMinutes(6);
  private static final String APPLY =
      "{mode: Apply, trial: {network: Inherit, soak: 3s, deadline: 45s, maxConcurrent: 3},"
          + " apply: {soak: 5s, deadline: 90s, onDelete: Revert, unproved: Allowed}}";

  /** A trial pod has no labels of its workload: there it comes up, and later not as no root. */
  private static final String SABOTAGED =
      "[ -z \"$APP\" ] || [ $(id -u) = 0 ] || exit 3; exec httpd -f -p 8080 -h /etc";

  private static final String TEMPLATE =
      """
          metadata: {labels: {app: %1$s}}
          spec:
            terminationGracePeriodSeconds: 1
            containers:
            - {name: %1$s, image: "test.local/busybox:1", imagePullPolicy: Never, command: %2$s}
      """;

  private static final String SERVER = "[httpd, -f, -p, \"8080\", -h, /etc]";

  private final Node node;
  private final Installation installation;

  MigratedIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void everyKindIsMigratedWatchedAndPutBackWithItsPlan() {
    node.apply(Repository.path("deploy/apply-permissions"));
    try (TestNamespace namespace = node.namespace("migrated")) {
      Plans plans = new Plans(node, namespace);
      plans.deployment(
          "web",
          "test.local/busybox:1",
          "command: " + SERVER + ", readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}");
      workload(namespace, "StatefulSet", "apps/v1", "store", "serviceName: store,", SERVER);
      workload(namespace, "DaemonSet", "apps/v1", "agent", "", SERVER);
      workload(namespace, "ReplicaSet", "apps/v1", "bare", "replicas: 1,", SERVER);
      replicationController(namespace);
      cronJob(namespace);
      List<String> names = List.of("web", "store", "agent", "bare", "old", "tick");
      plans.plan("shop", APPLY);
      try (RunningOperator operator = installation.operator(namespace)) {
        plans.awaitMigration("web", MigrationPhase.RollingOut, LONG);
      }
      try (RunningOperator operator = installation.operator(namespace)) {
        plans.awaitMigration("web", MigrationPhase.Migrated, LONG);
        for (String byHand : List.of("bare", "old")) {
          WorkloadMigration waits =
              await(byHand + " to wait for a person")
                  .atMost(LONG)
                  .until(
                      () -> plans.migration(byHand),
                      now -> now.getStatus().message().contains("delete them one after the other"));
          assertThat(waits.getMetadata().getFinalizers()).contains("unroot.dev/rollout");
          node.kubectl("-n", namespace.name(), "delete", "pods", "-l", "app=" + byHand);
        }
        names.forEach(name -> plans.awaitMigration(name, MigrationPhase.Migrated, LONG));
        assertThat(plans.awaitPlan("shop", PlanPhase.Applied, LONG).getStatus().progress())
            .isEqualTo("6/6");
        assertThat(runsAsRoot(namespace)).isEmpty();

        node.kubectl("-n", namespace.name(), "rollout", "undo", "deployment", "web");
        WorkloadMigration back = plans.awaitMigration("web", MigrationPhase.Regressed, LONG);
        assertThat(back.getStatus().message()).startsWith("kubectl changed the pod template");
        node.kubectl("-n", namespace.name(), "rollout", "undo", "deployment", "web");
        plans.awaitMigration("web", MigrationPhase.Migrated, LONG);

        node.kubectl("-n", namespace.name(), "delete", "migrationplan", "shop");
        await("what was migrated to be put back")
            .atMost(LONG)
            .until(() -> plans.migrations().isEmpty());
        assertThat(rolledOut(namespace)).as("templates that still ask for a user").isEmpty();
      }
    }
  }

  @Test
  void aStatefulSetThatIsStuckIsFreed() {
    node.apply(Repository.path("deploy/apply-permissions"));
    try (TestNamespace namespace = node.namespace("stuck")) {
      Plans plans = new Plans(node, namespace);
      workload(
          namespace,
          "StatefulSet",
          "apps/v1",
          "store",
          "replicas: 2, serviceName: store,",
          "[sh, -c, '"
              + SABOTAGED
              + "'], env: [{name: APP, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}]");
      node.kubectl("-n", namespace.name(), "rollout", "status", "statefulset", "store");
      plans.plan("shop", APPLY);
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration back = plans.awaitMigration("store", MigrationPhase.RolledBack, LONG);

        assertThat(back.getStatus().message()).contains("exit code 3").doesNotContain("not all");
        assertThat(
                node.kubectl(
                    "-n",
                    namespace.name(),
                    "get",
                    "statefulset",
                    "store",
                    "-o",
                    "jsonpath={.status.readyReplicas}"))
            .isEqualTo("2");
      }
    }
  }

  /** The pods that run, but for those that are about to end, and are root. */
  private List<String> runsAsRoot(TestNamespace namespace) {
    return node.admin().pods().inNamespace(namespace.name()).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .filter(
            pod ->
                pod.getStatus().getContainerStatuses().stream()
                    .anyMatch(
                        status ->
                            status.getUser() != null && status.getUser().getLinux().getUid() == 0))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  private List<String> rolledOut(TestNamespace namespace) {
    return node.kubectl(
            "-n",
            namespace.name(),
            "get",
            "deployment/web",
            "statefulset/store",
            "daemonset/agent",
            "cronjob/tick",
            "replicationcontroller/old",
            "replicaset/bare",
            "-o",
            "yaml")
        .lines()
        .filter(line -> line.contains("runAsUser") || line.contains("unroot"))
        .toList();
  }

  private void workload(
      TestNamespace namespace,
      String kind,
      String apiVersion,
      String name,
      String more,
      String command) {
    node.apply(
        """
        apiVersion: %s
        kind: %s
        metadata: {name: %s, namespace: %s}
        spec:
          selector: {matchLabels: {app: %3$s}}
          template:
        %s
        """
            .formatted(
                apiVersion,
                kind,
                name,
                namespace.name(),
                TEMPLATE.formatted(name, command).indent(2).stripTrailing())
            .replace("spec:\n  selector", "spec:\n" + fields(more) + "  selector"));
  }

  private static String fields(String more) {
    StringBuilder lines = new StringBuilder();
    for (String field : more.split(",")) {
      if (!field.isBlank()) {
        lines.append("  ").append(field.strip()).append('\n');
      }
    }
    return lines.toString();
  }

  private void replicationController(TestNamespace namespace) {
    node.apply(
        """
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: old, namespace: %s}
        spec:
          selector: {app: old}
          template:
        %s
        """
            .formatted(
                namespace.name(), TEMPLATE.formatted("old", SERVER).indent(2).stripTrailing()));
  }

  private void cronJob(TestNamespace namespace) {
    node.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tick, namespace: %s}
        spec:
          schedule: "* * * * *"
          jobTemplate:
            spec:
              backoffLimit: 0
              template:
                metadata: {labels: {app: tick}}
                spec:
                  restartPolicy: Never
                  containers:
                  - {name: tick, image: "test.local/busybox:1", imagePullPolicy: Never, command: [id]}
        """
            .formatted(namespace.name()));
  }
}
