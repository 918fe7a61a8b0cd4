package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the cluster refuses says nothing of a workload, and nothing against a candidate. */
@ExtendWith(NodeExtension.class)
class RefusedIT {
  private static final Duration TRIAL = Duration.ofMinutes(1);
  private static final String SERVE = "exec httpd -f -p 8080 -h /";
  private static final String PLAN = IdleWorkloads.trial("soak: 3s, deadline: 12s");

  private final Node node;
  private final Installation installation;

  RefusedIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void schedulingAndAdmissionAreInconclusiveAndNeverCountAgainstTheCandidate() {
    try (TestNamespace namespace = node.namespace("refused")) {
      Plans plans = new Plans(node, namespace);
      IdleWorkloads workloads = new IdleWorkloads(node, namespace);
      workloads.deployment(
          "homeless",
          "nodeSelector: {disk: unobtainium}, containers: ["
              + IdleWorkloads.container("homeless", SERVE, "")
              + "]");
      workloads.shell("forbidden", SERVE);
      workloads.shell("stays-root", SERVE);
      plans.plan("shop", PLAN);
      try (AdmissionRule rule =
              new AdmissionRule(
                  node,
                  namespace,
                  "CREATE",
                  "pods",
                  "!object.metadata.name.startsWith('forbidden-')"
                      + " && !object.metadata.name.startsWith('stays-root-trial-1')");
          RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration homeless = inconclusive(plans, "homeless");
        WorkloadMigration forbidden = inconclusive(plans, "forbidden");
        WorkloadMigration staysRoot = inconclusive(plans, "stays-root");

        assertThat(outcomes(homeless)).containsExactly(AttemptOutcome.Inconclusive);
        assertThat(homeless.getStatus().message()).contains("cannot be scheduled: 0/");
        assertThat(outcomes(forbidden)).containsExactly(AttemptOutcome.Inconclusive);
        assertThat(forbidden.getStatus().message())
            .contains("the cluster refused the pod")
            .contains(AdmissionRule.REFUSAL);
        assertThat(outcomes(staysRoot))
            .containsExactly(AttemptOutcome.Healthy, AttemptOutcome.Inconclusive);
        assertThat(staysRoot.getStatus().message()).contains(AdmissionRule.REFUSAL);
        assertThat(staysRoot.getStatus().proposal().levelAfter()).isEqualTo("restricted");
        plans.awaitPlan("shop", PlanPhase.Tried, TRIAL);
      }
    }
  }

  @Test
  void aQuotaIsInconclusiveAndNamed() {
    try (TestNamespace namespace = node.namespace("quota")) {
      Plans plans = new Plans(node, namespace);
      node.apply(
          """
          apiVersion: v1
          kind: ResourceQuota
          metadata: {name: full, namespace: %s}
          spec: {hard: {pods: "0"}}
          """
              .formatted(namespace.name()));
      node.kubectl(
          "-n",
          namespace.name(),
          "wait",
          "resourcequota/full",
          "--for=jsonpath={.status.hard.pods}=0",
          "--timeout=30s");
      new IdleWorkloads(node, namespace).shell("web", SERVE);
      plans.plan("shop", PLAN);
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration web = inconclusive(plans, "web");

        assertThat(outcomes(web)).containsExactly(AttemptOutcome.Inconclusive);
        assertThat(web.getStatus().message()).contains("exceeded quota: full");
      }
    }
  }

  private static WorkloadMigration inconclusive(Plans plans, String workload) {
    return plans.awaitMigration(workload, MigrationPhase.Inconclusive, TRIAL);
  }

  private static List<AttemptOutcome> outcomes(WorkloadMigration migration) {
    return migration.getStatus().trial().attempts().stream().map(TrialAttempt::outcome).toList();
  }
}
