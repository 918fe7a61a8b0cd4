package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trials that are cut off from the network, where it holds to NetworkPolicies and where not. */
@ExtendWith(NodeExtension.class)
class IsolationIT {
  private static final Duration TRIAL = Duration.ofMinutes(3);
  private static final String ISOLATED = "{mode: Trial, trial: {soak: 4s, deadline: 60s}}";
  private static final String INHERIT =
      "{mode: Trial, trial: {network: Inherit, soak: 4s, deadline: 60s}}";

  private final Node node;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  IsolationIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = node.namespace("isolated");
    plans = new Plans(node, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void whereTheNetworkDoesNotHoldToPoliciesNothingOfTheWorkloadIsStarted() {
    plans.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
    plans.plan("shop", ISOLATED);
    try (RunningOperator operator = installation.operator(namespace)) {
      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Inconclusive, TRIAL);

      assertThat(web.getStatus().message())
          .contains("its workload was not started")
          .contains("spec.trial.network");
      assertThat(web.getStatus().trial().attempts()).hasSize(1);
      awaitNothingIsLeft();

      plans.plan("shop", INHERIT);

      plans.awaitMigration("web", MigrationPhase.Verified, TRIAL);
    }
  }

  @Test
  void whereItDoesAServerAndANightlyJobAreProved() {
    plans.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
    node.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report, namespace: %s}
        spec:
          schedule: "0 3 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers:
                  - name: report
                    image: %s
                    imagePullPolicy: Never
                    command: [sh, -c, "date > /var/report.txt && cat /var/report.txt"]
        """
            .formatted(namespace.name(), Node.BUSYBOX));
    plans.plan("shop", ISOLATED);
    try (PolicyEnforcer enforcer = new PolicyEnforcer(node, namespace.name());
        RunningOperator operator = installation.operator(namespace)) {
      assertThatItGivesWayAndEnds(aTrialPod());
      WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Verified, TRIAL);
      WorkloadMigration report = plans.awaitMigration("report", MigrationPhase.Verified, TRIAL);

      assertThat(web.getStatus().proposal().rung()).isEqualTo("Restricted");
      assertThat(report.getStatus().trial().attempts().get(0).message())
          .isEqualTo("healthy: it did its work and ended");
      plans.awaitPlan("shop", PlanPhase.Tried, Duration.ofSeconds(20));
      awaitNothingIsLeft();
      // It writes into /var itself, which no volume may cover.
      assertThat(report.getStatus().proposal().rung()).isEqualTo("UserNamespace");
      assertThatTheJobStillReports(report);
    }
  }

  private Pod aTrialPod() {
    return await("a trial pod")
        .atMost(TRIAL)
        .until(
            () ->
                node.admin()
                    .pods()
                    .inNamespace(namespace.name())
                    .withLabel("unroot.dev/trial", "true")
                    .list()
                    .getItems(),
            pods -> !pods.isEmpty())
        .get(0);
  }

  /** As the API server took it, with what admission made of its PriorityClass. */
  private static void assertThatItGivesWayAndEnds(Pod pod) {
    assertThat(pod.getMetadata().getLabels().keySet())
        .allMatch(
            key ->
                key.startsWith("unroot.dev/")
                    || key.equals("app.kubernetes.io/managed-by")
                    || key.equals("sidecar.istio.io/inject"));
    assertThat(pod.getMetadata().getLabels()).containsEntry("sidecar.istio.io/inject", "false");
    assertThat(pod.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getKind()).isEqualTo("WorkloadMigration"));
    assertThat(pod.getSpec().getPriority()).isNegative();
    assertThat(pod.getSpec().getPreemptionPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getActiveDeadlineSeconds()).isPositive();
    assertThat(pod.getSpec().getContainers())
        .allSatisfy(
            container ->
                assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory"));
  }

  private void assertThatTheJobStillReports(WorkloadMigration report) {
    String in = namespace.name();
    String patch = report.getStatus().proposal().patch();
    node.kubectl("-n", in, "patch", "cronjob/report", "--patch", patch);
    node.kubectl("-n", in, "create", "job", "now", "--from=cronjob/report");
    node.kubectl("-n", in, "wait", "job/now", "--for=condition=Complete", "--timeout=60s");
    assertThat(node.kubectl("-n", in, "logs", "job/now", "-c", "report")).contains(":");
  }

  /** Neither pods nor policies: these go with their pods. */
  private void awaitNothingIsLeft() {
    await("trial pods and their policies to go")
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                node.admin()
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel("unroot.dev/trial", "true")
                        .list()
                        .getItems()
                        .isEmpty()
                    && node.admin()
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(namespace.name())
                        .list()
                        .getItems()
                        .isEmpty());
  }
}
