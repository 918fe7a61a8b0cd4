package dev.unroot.e2e.apiserver.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.RunningContainer;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the status of running pods tells becomes part of what is said of their workload. */
@ExtendWith(ControlPlaneExtension.class)
class RunningPodsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String DIGEST = "sha256:" + "ab".repeat(32);

  private final ControlPlane cluster;
  private final Installation installation;

  RunningPodsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void theirUsersTurnAnUnknownUserIntoRootAndInjectedContainersShow() {
    try (TestNamespace namespace = cluster.namespace("running")) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      // A ReplicaSet adopts the pod, which has a container more than its template.
      workloads.create(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: api-1, labels: {app: api}}
          spec: {containers: [{name: api, image: "shop/api:1"}, {name: istio-proxy, image: "istio/proxyv2:1"}]}
          ---
          apiVersion: apps/v1
          kind: ReplicaSet
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "shop/api:1"}]}
          """);
      plans.deployment("web", "shop/web:1", "");
      String web = workloads.awaitPods("web-", 1).get(0).getMetadata().getName();
      plans.plan("shop", "{mode: Propose}");

      try (RunningOperator operator = installation.operator(namespace)) {
        MigrationPlan before = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
        assertThat(before.getStatus().counts().workloads()).isEqualTo(2);
        assertThat(before.getStatus().counts().unknown()).isEqualTo(2);
        assertThat(before.getStatus().counts().root()).isZero();
        assertThat(plans.migration("api").getStatus().root()).isNull();
        assertThat(plans.migration("api").getStatus().running()).isEmpty();

        report(namespace, "api-1", status("api", 0), status("istio-proxy", 1337));
        report(namespace, web, status("web", 0));

        await("what the pods tell")
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  assertThat(plans.migration("api").getStatus().running())
                      .containsExactly(
                          new RunningContainer("api", List.of("0:0"), List.of(DIGEST), false),
                          new RunningContainer(
                              "istio-proxy", List.of("1337:1337"), List.of(DIGEST), true));
                  assertThat(plans.migration("api").getStatus().root()).isTrue();
                  assertThat(plans.migration("web").getStatus().root())
                      .as("through Deployment, ReplicaSet and Pod")
                      .isTrue();
                });
        await("the plan's counts")
            .atMost(SOON)
            .until(
                () ->
                    plans.awaitPlan("shop", PlanPhase.Proposed, SOON).getStatus().counts().root()
                        == 2);
        assertThat(plans.awaitPlan("shop", PlanPhase.Proposed, SOON).getStatus().counts().unknown())
            .isZero();
      }
    }
  }

  private static String status(String container, int user) {
    return """
        {"name":"%1$s","ready":true,"restartCount":0,"image":"%1$s","imageID":"registry.test/%1$s@%2$s",\
        "user":{"linux":{"uid":%3$d,"gid":%3$d,"supplementalGroups":[%3$d]}}}"""
        .formatted(container, DIGEST, user);
  }

  /** As a kubelet would. */
  private void report(TestNamespace namespace, String pod, String... statuses) {
    cluster.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "pod",
        pod,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"phase\":\"Running\",\"containerStatuses\":["
            + String.join(",", statuses)
            + "]}}");
  }
}
