package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A plan that needs a permission which the operator lacks says which, and everything else goes on.
 */
@ExtendWith(ControlPlaneExtension.class)
class PermissionIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  PermissionIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("permission");
    plans = new Plans(cluster, namespace);
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: unroot-operator, namespace: %s}
        """
            .formatted(namespace.name()));
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aTrialWithoutThePermissionToTryNamesItAndKeepsTheProposal() {
    bind("unroot-operator");
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
    try (RunningOperator operator = limitedOperator()) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Stalled, SOON);

      assertThat(plan.getStatus().conditions())
          .anySatisfy(
              condition -> {
                assertThat(condition.getType()).isEqualTo("Stalled");
                assertThat(condition.getReason()).isEqualTo("PermissionMissing");
                assertThat(condition.getMessage()).contains("create pods").contains("deploy/trial");
              });
      assertThat(
              plans
                  .awaitMigration("web", MigrationPhase.Blocked, SOON)
                  .getStatus()
                  .proposal()
                  .levelAfter())
          .isEqualTo("restricted");
    }
  }

  @Test
  void withoutThePermissionToListDeploymentsThePlanNamesIt() {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: plans-only, namespace: %1$s}
        rules:
        - {apiGroups: [unroot.dev], resources: ["*"], verbs: ["*"]}
        - {apiGroups: [""], resources: [pods], verbs: [list, watch]}
        - {apiGroups: [events.k8s.io], resources: [events], verbs: [create]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: plans-only, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: plans-only}
        subjects: [{kind: ServiceAccount, name: unroot-operator, namespace: %1$s}]
        """
            .formatted(namespace.name()));
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = limitedOperator()) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Stalled, SOON);
      assertThat(plan.getStatus().conditions())
          .anySatisfy(
              c -> assertThat(c.getMessage()).contains("may not list and watch deployments.apps"));

      bind("unroot-operator");
      plans.awaitPlan("shop", PlanPhase.Proposed, Duration.ofSeconds(90));
      assertThat(plans.migrations()).hasSize(1);
    }
  }

  private RunningOperator limitedOperator() {
    return installation.operator(
        namespace, cluster.configOf(namespace.name(), "unroot-operator"), builder -> {});
  }

  private void bind(String clusterRole) {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %2$s, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
        subjects: [{kind: ServiceAccount, name: unroot-operator, namespace: %1$s}]
        """
            .formatted(namespace.name(), clusterRole));
  }
}
