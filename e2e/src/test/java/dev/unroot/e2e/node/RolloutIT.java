package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialLessons;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mode {@code Apply}: what was proved is rolled out, watched, and taken back where it fails. */
@ExtendWith(NodeExtension.class)
class RolloutIT {
  private static final Duration TRIALS = Duration.ofMinutes(4);
  private static final String APPLY =
      "{mode: Apply, trial: {network: Inherit, soak: 3s, deadline: 45s, maxConcurrent: 3}, apply: {soak: 5s, deadline: 2m%s}}";
  private static final String SERVER =
      "command: [httpd, -f, -p, \"8080\", -h, /etc], readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}";

  private static final String WRITER =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: %s}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec:
            terminationGracePeriodSeconds: 2
            containers:
            - name: web
              image: test.local/busybox:1
              imagePullPolicy: Never
              command: [awk]
              args: ['BEGIN { print "started" >> "/data/starts"; close("/data/starts"); exit system("httpd -f -p 8080 -h /data") }']
              readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
      """;

  private final Node node;
  private final Installation installation;

  RolloutIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatWasProvedIsRolledOutAndStays() {
    try (TestNamespace namespace = node.namespace("rollout")) {
      Plans plans = plans(namespace);
      plans.deployment("web", "test.local/busybox:1", SERVER);
      plans.plan("shop", APPLY.formatted(""));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration migration = plans.awaitMigration("web", MigrationPhase.Migrated, TRIALS);

        assertThat(migration.getStatus().level()).isEqualTo("restricted");
        assertThat(migration.getStatus().message()).startsWith("migrated to restricted: healthy");
        assertThat(plans.awaitPlan("shop", PlanPhase.Applied, TRIALS).getStatus().progress())
            .isEqualTo("1/1");
      }
    }
  }

  @Test
  void whatFailsIsPutBackAsItWas() {
    try (TestNamespace namespace = node.namespace("rollback")) {
      Plans plans = plans(namespace);
      // A trial does not see what only the pods of the Deployment see: they fail once they are no
      // root.
      plans.deployment(
          "web",
          "test.local/busybox:1",
          "command: [sh, -c, 'case $HOSTNAME in *trial*) ;; *) [ $(id -u) = 0 ] || exit 3 ;; esac; exec httpd -f -p 8080 -h /etc'], readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}");
      Deployment before = deployment(namespace);
      plans.plan("shop", APPLY.formatted(""));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration migration =
            plans.awaitMigration("web", MigrationPhase.RolledBack, TRIALS);

        assertThat(migration.getStatus().message()).contains("exit code 3");
        Deployment after = deployment(namespace);
        assertThat(after.getSpec().getTemplate()).isEqualTo(before.getSpec().getTemplate());
        assertThat(after.getMetadata().getManagedFields())
            .extracting(ManagedFieldsEntry::getManager)
            .doesNotContain("unroot-rollout");
        assertThat(
                plans
                    .awaitPlan("shop", PlanPhase.Stalled, TRIALS)
                    .getStatus()
                    .conditions()
                    .toString())
            .contains("FailureThreshold");
      }
    }
  }

  /** What production pods print, and no trial does, is heeded by the next trial. */
  @Test
  void whatARolloutTeachesIsHeededByTheNextTrial() {
    try (TestNamespace namespace = node.namespace("lesson")) {
      Plans plans = plans(namespace);
      plans.deployment(
          "web",
          "test.local/servers:1",
          "command: [sh, -c, 'at=/run; case $HOSTNAME in *trial*) ;; *) touch $at/web.pid || exit 1 ;; esac; exec python3 -m http.server 8080 -d /etc/default'], readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}");
      plans.plan("shop", APPLY.formatted(""));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration migration = plans.awaitMigration("web", MigrationPhase.Migrated, TRIALS);

        TrialLessons learned = migration.getStatus().trial().learned();
        assertThat(learned.takenBack())
            .hasSize(1)
            .doesNotContain(migration.getStatus().rollout().proposal());
        assertThat(learned.evidence())
            .extracting(Evidence::kind, Evidence::subject)
            .containsExactly(tuple("PathNotWritable", "/run/web.pid"));
        assertThat(migration.getStatus().trial().startedAnew())
            .startsWith("its rollout was taken back: container web of a new pod");
        assertThat(migration.getStatus().level()).isEqualTo("restricted");
        assertThat(plans.awaitPlan("shop", PlanPhase.Applied, TRIALS).getStatus().progress())
            .isEqualTo("1/1");
      }
    }
  }

  /** Old pods write as root beside new ones, to which their storage is given: nobody agreed. */
  @Test
  void whereOldPodsWouldTakeStorageBackTheyEndFirstIfThatIsAllowed(@TempDir Path storage)
      throws IOException {
    try (TestNamespace namespace = node.namespace("downtime")) {
      Plans plans = plans(namespace);
      Path directory = Files.createDirectories(storage.resolve("data"));
      node.apply(HostStorage.claim("data", namespace.name(), directory));
      node.apply(WRITER.formatted(namespace.name()));
      plans.plan("shop", APPLY.formatted(""));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration refused = plans.awaitMigration("web", MigrationPhase.Blocked, TRIALS);
        assertThat(refused.getStatus().message())
            .startsWith("is not rolled out: pods of the old template would write as root");
        assertThat(refused.getStatus().rollout()).isNull();

        plans.plan("shop", APPLY.formatted(", downtime: Allowed"));
        plans.awaitMigration("web", MigrationPhase.Migrated, TRIALS);

        Deployment after = deployment(namespace);
        assertThat(after.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        assertThat(Files.getAttribute(directory.resolve("starts"), "unix:uid")).isEqualTo(10001);
        assertThat(Files.readAllLines(directory.resolve("starts"))).hasSize(2);
      }
      node.kubectl("-n", namespace.name(), "delete", "deployments", "web");
      node.kubectl("-n", namespace.name(), "wait", "pod", "-l", "app=web", "--for=delete");
      node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-data");
    }
  }

  private Plans plans(TestNamespace namespace) {
    node.apply(Repository.path("deploy/apply-permissions"));
    return new Plans(node, namespace);
  }

  private Deployment deployment(TestNamespace namespace) {
    return node.admin().apps().deployments().inNamespace(namespace.name()).withName("web").get();
  }
}
