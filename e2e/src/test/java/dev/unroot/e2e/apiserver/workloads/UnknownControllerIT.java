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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a controller of a kind that unroot does not know makes is one workload, named after it. */
@ExtendWith(ControlPlaneExtension.class)
class UnknownControllerIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ROLLOUT =
      "apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: shop";
  private static final String POD_SET =
      "apiVersion: core.strimzi.io/v1beta2, kind: StrimziPodSet, name: broker";

  private final ControlPlane cluster;
  private final Installation installation;

  UnknownControllerIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void itsReplicaSetsAndPodsAreOneMigrationNamedAfterIt() {
    try (TestNamespace namespace = cluster.namespace("unknown")) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      workloads.create(replicaSet("shop-1", 0, "nginx:1.28"));
      workloads.create(replicaSet("shop-2", 1, "shop/web:2"));
      workloads.create(pod("broker-0"));
      workloads.create(pod("broker-1"));
      workloads.awaitPods("shop-2-", 1);
      plans.plan("shop", "{mode: Propose}");

      try (RunningOperator operator = installation.operator(namespace)) {
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

        assertThat(plan.getStatus().counts().workloads()).isEqualTo(2);
        assertThat(plan.getStatus().counts().owned()).isEqualTo(2);
        assertThat(plans.migrations())
            .extracting(m -> m.getSpec().workload().toString())
            .containsExactlyInAnyOrder(
                "WorkloadTarget[apiVersion=argoproj.io/v1alpha1, kind=Rollout, name=shop]",
                "WorkloadTarget[apiVersion=core.strimzi.io/v1beta2, kind=StrimziPodSet, name=broker]");
        WorkloadMigration rollout = plans.migration("shop");
        assertThat(rollout.getMetadata().getName()).startsWith("rollout-shop-");
        assertThat(rollout.getStatus().delivery()).isEqualTo(Delivery.Patch);
        assertThat(rollout.getStatus().owner().summary()).contains("Rollout").contains("shop");
        assertThat(rollout.getStatus().message())
            .as("where the proposal belongs")
            .contains(rollout.getStatus().owner().summary());
        assertThat(rollout.getStatus().root()).as("that of the newer template").isNull();
        WorkloadMigration broker = plans.migration("broker");
        assertThat(broker.getStatus().delivery()).isEqualTo(Delivery.Patch);
        assertThat(broker.getStatus().root()).isTrue();

        cluster.admin().pods().inNamespace(namespace.name()).withName("broker-0").delete();
        cluster
            .admin()
            .apps()
            .replicaSets()
            .inNamespace(namespace.name())
            .withName("shop-2")
            .delete();
        await("the template of what is left")
            .atMost(SOON)
            .until(() -> Boolean.TRUE.equals(plans.migration("shop").getStatus().root()));
        assertThat(plans.migration("broker").getMetadata().getUid())
            .isEqualTo(broker.getMetadata().getUid());

        cluster.admin().pods().inNamespace(namespace.name()).withName("broker-1").delete();
        await("the last pod's end").atMost(SOON).until(() -> plans.migration("broker") == null);
      }
    }
  }

  private static String replicaSet(String name, int replicas, String image) {
    return """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: %1$s, ownerReferences: [{%4$s, uid: %1$s, controller: true}]}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {terminationGracePeriodSeconds: 0, containers: [{name: web, image: "%3$s"}]}
        """
        .formatted(name, replicas, image, ROLLOUT);
  }

  private static String pod(String name) {
    return """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, ownerReferences: [{%s, uid: broker, controller: true}]}
        spec: {terminationGracePeriodSeconds: 0, containers: [{name: kafka, image: "nginx:1.29"}]}
        """
        .formatted(name, POD_SET);
  }
}
