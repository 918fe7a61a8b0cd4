package dev.unroot.e2e.apiserver.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
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

/** One kind that the operator may not list: what it may see goes on, and nothing is dropped. */
@ExtendWith(ControlPlaneExtension.class)
class MissingKindIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ControlPlane cluster;
  private final Installation installation;

  MissingKindIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void aPlanThatNeedsItSaysSoAndKeepsWhatItHasUntilTheRightIsGranted() {
    try (TestNamespace namespace = cluster.namespace("blind")) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      for (String name : List.of("import", "export")) {
        workloads.create(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: %s}
            spec: {suspend: true, template: {spec: {restartPolicy: Never, containers: [{name: main, image: "nginx:1.29"}]}}}
            """
                .formatted(name));
      }
      plans.deployment("web", "nginx:1.29", "");
      plans.plan("all", "{mode: Propose}");
      try (RunningOperator sighted = installation.operator(namespace)) {
        plans.awaitPlan("all", PlanPhase.Proposed, SOON);
      }
      String job = plans.migration("import").getMetadata().getUid();

      grant(namespace, "");
      plans.deployment("late", "nginx:1.29", "");
      plans.plan(
          "deployments",
          "{mode: Propose, kinds: [Deployment], selector: {matchLabels: {app: none}}}");
      try (RunningOperator blind =
          installation.operator(
              namespace, cluster.configOf(namespace.name(), "blind"), builder -> {})) {
        MigrationPlan all = plans.awaitPlan("all", PlanPhase.Stalled, SOON);
        assertThat(all.getStatus().conditions())
            .anySatisfy(
                c -> {
                  assertThat(c.getType()).isEqualTo("Stalled");
                  assertThat(c.getReason()).isEqualTo("PermissionMissing");
                  assertThat(c.getMessage())
                      .contains("may not list and watch jobs.batch in namespace");
                });
        plans.awaitPlan("deployments", PlanPhase.Proposed, SOON);
        await("what it may see").atMost(SOON).until(() -> plans.migration("late") != null);

        // A change of the plan has everything looked at again; what it cannot see has to stay.
        plans.plan("all", "{mode: Observe}");
        plans.awaitPlan("all", PlanPhase.Stalled, SOON);
        await("a look at everything")
            .atMost(SOON)
            .until(() -> plans.migration("late").getSpec().stage().name().equals("Observe"));
        assertThat(plans.migration("import").getMetadata().getUid()).isEqualTo(job);
        assertThat(plans.migration("export")).isNotNull();

        cluster
            .admin()
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace.name())
            .withName("export")
            .delete();
        grant(namespace, "jobs, ");
        plans.awaitPlan("all", PlanPhase.Observed, Duration.ofSeconds(60));
        assertThat(plans.migration("import").getMetadata().getUid()).isEqualTo(job);
        await("the end of one that was deleted unseen")
            .atMost(SOON)
            .until(() -> plans.migration("export") == null);
      }
    }
  }

  /** What {@code deploy/permissions} grants, with {@code jobs} or without. */
  private void grant(TestNamespace namespace, String jobs) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: blind, namespace: %1$s}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: blind, namespace: %1$s}
        rules:
        - {apiGroups: [unroot.dev], resources: ["*"], verbs: ["*"]}
        - {apiGroups: [""], resources: [pods, replicationcontrollers], verbs: [list, watch]}
        - {apiGroups: [apps], resources: ["*"], verbs: [list, watch]}
        - {apiGroups: [batch], resources: [%2$scronjobs], verbs: [list, watch]}
        - {apiGroups: [events.k8s.io], resources: [events], verbs: [create]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: blind, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: blind}
        subjects: [{kind: ServiceAccount, name: blind, namespace: %1$s}]
        """
            .formatted(namespace.name(), jobs));
  }
}
