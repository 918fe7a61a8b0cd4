package dev.unroot.e2e.apiserver.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workloads of all eight kinds are found, each once, whether or not anything of them runs. */
@ExtendWith(ControlPlaneExtension.class)
class AllKindsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TEMPLATE =
      "template: {metadata: {labels: {app: %1$s}}, spec: {%2$scontainers: [{name: main, image: 'nginx:1.29'}]}}";
  private static final String SELECTED = "selector: {matchLabels: {app: %1$s}}, ";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;
  private Workloads workloads;

  AllKindsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("kinds");
    plans = new Plans(cluster, namespace);
    workloads = new Workloads(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void eachIsListedOnceAndNotAgainByWhatItMakes() {
    create("apps/v1", "Deployment", "web", SELECTED + TEMPLATE, "");
    create("apps/v1", "StatefulSet", "db", "serviceName: db, " + SELECTED + TEMPLATE, "");
    create("apps/v1", "DaemonSet", "agent", SELECTED + TEMPLATE, "");
    create("apps/v1", "ReplicaSet", "old", SELECTED + TEMPLATE, "");
    create("v1", "ReplicationController", "older", "selector: {app: %1$s}, " + TEMPLATE, "");
    create("batch/v1", "Job", "import", TEMPLATE, "restartPolicy: Never, ");
    create(
        "batch/v1",
        "CronJob",
        "report",
        "schedule: '0 0 1 1 *', jobTemplate: {spec: {" + TEMPLATE + "}}",
        "restartPolicy: Never, ");
    cluster.kubectl("-n", namespace.name(), "create", "job", "report-1", "--from=cronjob/report");
    workloads.create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: lonely}
        spec: {containers: [{name: main, image: "nginx:1.29"}]}
        """);
    List.of("web-", "db-", "old-", "older-", "import-", "report-1-", "lonely")
        .forEach(prefix -> workloads.awaitPods(prefix, 1));

    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      assertThat(plan.getStatus().counts().workloads()).isEqualTo(8);
      assertThat(plan.getStatus().counts().root()).isEqualTo(8);
      assertThat(plan.getStatus().progress()).isEqualTo("8/8");
      assertThat(plans.migrations())
          .extracting(m -> m.getSpec().workload().kind() + "/" + m.getSpec().workload().name())
          .containsExactlyInAnyOrder(
              "Deployment/web",
              "StatefulSet/db",
              "DaemonSet/agent",
              "ReplicaSet/old",
              "ReplicationController/older",
              "Job/import",
              "CronJob/report",
              "Pod/lonely");
      for (String immutable : List.of("import", "lonely")) {
        WorkloadMigration migration = plans.migration(immutable);
        assertThat(migration.getStatus().delivery()).isEqualTo(Delivery.Recreate);
        assertThat(migration.getStatus().message())
            .contains("a " + migration.getSpec().workload().kind())
            .contains("change its manifest, delete it and create it again");
      }
      assertThat(plans.migrations())
          .filteredOn(m -> m.getStatus().delivery() != Delivery.Recreate)
          .hasSize(6)
          .allSatisfy(m -> assertThat(m.getStatus().delivery()).isEqualTo(Delivery.Cluster));

      plans.plan("shop", "{mode: Propose, kinds: [Job, Pod]}");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(plans.migrations())
                      .extracting(m -> m.getSpec().workload().name())
                      .containsExactlyInAnyOrder("import", "lonely"));
    }
  }

  @Test
  void whatIsScaledToZeroOrSuspendedCounts() {
    create("apps/v1", "Deployment", "web", "replicas: 0, " + SELECTED + TEMPLATE, "");
    create(
        "apps/v1", "StatefulSet", "db", "replicas: 0, serviceName: db, " + SELECTED + TEMPLATE, "");
    create("batch/v1", "Job", "import", "suspend: true, " + TEMPLATE, "restartPolicy: Never, ");
    workloads.create(Workloads.cronJob("report", "", "image: 'nginx:1.29'"));
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
    try (RunningOperator operator = installation.operator(namespace)) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Tried, SOON);

      assertThat(plan.getStatus().counts().workloads()).isEqualTo(4);
      assertThat(plan.getStatus().counts().root()).isEqualTo(4);
      assertThat(plan.getStatus().counts().proposed()).isEqualTo(4);
      assertThat(plans.migrations())
          .extracting(m -> m.getStatus().conditions().get(0).getReason())
          .as("why none is tried")
          .containsExactlyInAnyOrder(
              "ScaledToZero", "ScaledToZero", "KindNotTried", "KindNotTried");
    }
  }

  private void create(String version, String kind, String name, String spec, String ofPod) {
    workloads.create(
        """
        apiVersion: %s
        kind: %s
        metadata: {name: %s}
        spec: {%s}
        """
            .formatted(version, kind, name, spec.formatted(name, ofPod)));
  }
}
