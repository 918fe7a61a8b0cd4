package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Trials that nobody may, or can, look into: they go on, and say so. */
@ExtendWith(NodeExtension.class)
class UnobservedIT {
  private static final Duration TRIAL = Duration.ofMinutes(2);
  private static final String UNOBSERVED =
      "healthy: it ran through its soak time; nobody could look into it: ";

  private final Node node;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  UnobservedIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @BeforeEach
  void makeWorkload() {
    namespace = node.namespace("unobserved");
    plans = new Plans(node, namespace);
    new IdleWorkloads(node, namespace).shell("web", "exec httpd -f -p 8080 -h /");
    plans.plan("shop", IdleWorkloads.trial("soak: 3s, deadline: 60s"));
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void withoutTheRightToAddObserversTheTrialGoesOnAndSaysSo() {
    node.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: limited, namespace: %1$s}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: trial, namespace: %1$s}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [get, create, delete]}
        - {apiGroups: [""], resources: [pods/log], verbs: [get]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: trial, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: trial}
        subjects: [{kind: ServiceAccount, name: limited, namespace: %1$s}]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: inventory, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: unroot-operator}
        subjects: [{kind: ServiceAccount, name: limited, namespace: %1$s}]
        """
            .formatted(namespace.name()));
    try (RunningOperator operator =
        installation.operator(
            namespace, node.configOf(namespace.name(), "limited"), builder -> {})) {
      assertThatItIsProvedUnobserved("cannot patch resource \"pods/ephemeralcontainers\"");
    }
  }

  @Test
  void whereAdmissionRefusesObserversTheTrialGoesOnAndSaysSo() {
    try (AdmissionRule rule =
            new AdmissionRule(node, namespace, "UPDATE", "pods/ephemeralcontainers", "false");
        RunningOperator operator = installation.operator(namespace)) {
      assertThatItIsProvedUnobserved(AdmissionRule.REFUSAL);
    }
  }

  @Test
  void whereTheObserversImageCannotBePulledTheTrialGoesOnAndSaysSo() {
    String absent = "127.0.0.1:1/no-observer:1"; // nobody answers there
    try (RunningOperator operator = installation.operator(namespace, absent)) {
      assertThatItIsProvedUnobserved("the observer's image " + absent + " cannot be started: ");
    }
  }

  private void assertThatItIsProvedUnobserved(String why) {
    WorkloadMigration web = plans.awaitMigration("web", MigrationPhase.Verified, TRIAL);

    assertThat(web.getStatus().trial().attempts())
        .hasSize(2)
        .allSatisfy(
            attempt -> {
              assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.Healthy);
              assertThat(attempt.message()).startsWith(UNOBSERVED).contains(why);
              assertThat(attempt.observed()).isEmpty();
              assertThat(took(attempt)).isLessThan(Duration.ofSeconds(45));
            });
  }

  private static Duration took(TrialAttempt attempt) {
    return Duration.between(
        Instant.parse(attempt.startedAt()), Instant.parse(attempt.finishedAt()));
  }
}
