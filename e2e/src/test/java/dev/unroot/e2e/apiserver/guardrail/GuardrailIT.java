package dev.unroot.e2e.apiserver.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.GuardrailStatus;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The labels of a namespace follow its workloads, and the API server then keeps it clean. */
@ExtendWith(ControlPlaneExtension.class)
class GuardrailIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String WARN = "pod-security.kubernetes.io/warn";
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final String ROOT =
      "[runAsNonRoot, allowPrivilegeEscalation, capabilities_restricted, seccompProfile_restricted]";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  GuardrailIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/guardrail-permissions"));
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("guardrail");
    plans = new Plans(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aCleanNamespaceIsProposedAndItsCommandWorks() {
    plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
    plans.plan("shop", "{}");
    try (RunningOperator operator = installation.operator(namespace)) {
      GuardrailStatus status = awaitGuardrail(g -> g.labels().size() == 6);

      assertThat(status.blockedBy()).isEmpty();
      assertThat(labels()).doesNotContainKey(ENFORCE);
      List<String> command = new ArrayList<>(Arrays.asList(status.command().split(" ", -1)));
      assertThat(command.remove(0)).isEqualTo("kubectl");
      cluster.kubectl(command.toArray(String[]::new));
      assertThat(labels()).containsAllEntriesOf(status.labels());
    }
  }

  @Test
  void aNamespaceThatIsEnforcedRefusesRoot() {
    plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
    plans.plan("shop", "{guardrail: Enforce}");
    try (RunningOperator operator = installation.operator(namespace)) {
      GuardrailStatus status = awaitGuardrail(g -> g.inPlace().size() == 6);

      assertThat(labels()).containsEntry(ENFORCE, "restricted").containsEntry(WARN, "restricted");
      assertThat(status.setByPlan()).hasSize(6);
      assertThatThrownBy(this::makeRootPod).hasMessageContaining("violates PodSecurity");

      plans.deployment("api", "nginx:1.29", "");
      assertThat(awaitGuardrail(g -> !g.blockedBy().isEmpty()).message()).contains("has slid back");
      assertThat(labels()).containsEntry(ENFORCE, "restricted");

      plans.plan("shop", "{guardrail: Propose}");
      awaitGuardrail(g -> g.setByPlan().isEmpty());
      assertThat(labels()).doesNotContainKeys(ENFORCE, WARN);
    }
  }

  @Test
  void aPodThatWouldBeRefusedKeepsEnforceFromBeingSet() {
    cronJob("image: 'nginx:1.29'");
    cluster.kubectl("-n", namespace.name(), "create", "job", "once", "--from=cronjob/report");
    new Workloads(cluster, namespace).awaitPods("once-", 1);
    cronJob("image: 'nginx:1.29', " + Workloads.RESTRICTED);
    plans.plan("shop", "{guardrail: Enforce}");
    try (RunningOperator operator = installation.operator(namespace)) {
      GuardrailStatus status = awaitGuardrail(g -> g.inPlace().size() == 4);

      assertThat(labels()).containsKey(WARN).doesNotContainKey(ENFORCE);
      assertThat(status.blockedBy())
          .anyMatch(reason -> reason.contains("a dry run of the labels"))
          .anyMatch(reason -> reason.contains("once-") && reason.contains("runAsNonRoot"));

      cluster.kubectl("-n", namespace.name(), "delete", "job", "once", "--wait=true");
      awaitGuardrail(g -> g.inPlace().size() == 6);
      assertThat(labels()).containsEntry(ENFORCE, "restricted");
    }
  }

  @Test
  void whatSomebodyElseSetIsNotChanged() {
    cluster.kubectl("label", "namespace", namespace.name(), ENFORCE + "=privileged");
    plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
    plans.plan("shop", "{guardrail: Enforce}");
    try (RunningOperator operator = installation.operator(namespace)) {
      GuardrailStatus status = awaitGuardrail(g -> !g.blockedBy().isEmpty());

      assertThat(status.blockedBy())
          .singleElement()
          .asString()
          .contains(ENFORCE + "=privileged, set by kubectl-label");
      assertThat(status.command()).contains("--overwrite");
      assertThat(labels()).containsEntry(ENFORCE, "privileged").containsEntry(WARN, "restricted");
    }
  }

  @Test
  void anExceptionKeepsEnforceAwayUntilItExpiresAndTheWorkloadIsMended() {
    plans.deployment("web", "nginx:1.29", "");
    plans.deployment("api", "nginx:1.29", Workloads.RESTRICTED);
    plans.plan(
        "shop",
        "{guardrail: Enforce, exceptions: [{kind: Deployment, name: web, controls: "
            + ROOT
            + ", reason: is replaced in April, who: Ada, expires: 2027-03-31}]}");
    try (RunningOperator operator =
        installation.operator(
            namespace, before("2027-04-01T00:00:00Z", Duration.ofSeconds(30)), builder -> {})) {
      GuardrailStatus status = awaitGuardrail(g -> g.inPlace().size() == 4);
      assertThat(status.blockedBy())
          .containsExactly(
              "an exception keeps enforce from being set: deployment/web, until 2027-03-31");
      assertThat(labels()).containsKey(WARN).doesNotContainKey(ENFORCE);

      awaitGuardrail(g -> g.blockedBy().contains("1 workload does not meet the target"));
      assertThat(labels()).containsKey(WARN).doesNotContainKey(ENFORCE);

      plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
      cluster.kubectl("-n", namespace.name(), "rollout", "restart", "deployment/web");
      cluster.kubectl("-n", namespace.name(), "delete", "pods", "--all", "--wait=true");
      awaitGuardrail(g -> g.inPlace().size() == 6);
      assertThat(labels()).containsEntry(ENFORCE, "restricted");
    }
  }

  @Test
  void aWorkloadThatThePlanLeavesOutKeepsLabelsAway() {
    plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
    plans.deployment("old", "nginx:1.29", "");
    plans.plan("shop", "{guardrail: Enforce, exclude: [{name: old}]}");
    try (RunningOperator operator = installation.operator(namespace)) {
      assertThat(awaitGuardrail(g -> !g.blockedBy().isEmpty()).blockedBy())
          .containsExactly("the plan does not cover 1 workload of the namespace: deployment/old");
      assertThat(labels()).doesNotContainKey(WARN);
    }
  }

  @Test
  void aMissingRightIsNamedAndTheLabelsAreProposedAllTheSame() {
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: unroot-operator, namespace: %1$s}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: unroot-operator, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: unroot-operator}
        subjects: [{kind: ServiceAccount, name: unroot-operator, namespace: %1$s}]
        """
            .formatted(namespace.name()));
    plans.deployment("web", "nginx:1.29", Workloads.RESTRICTED);
    plans.plan("shop", "{guardrail: Warn}");
    try (RunningOperator operator =
        installation.operator(
            namespace, cluster.configOf(namespace.name(), "unroot-operator"), builder -> {})) {
      GuardrailStatus status = awaitGuardrail(g -> !g.blockedBy().isEmpty());

      assertThat(status.message())
          .isEqualTo(
              "labels are proposed only: the operator may not get namespace "
                  + namespace.name()
                  + ": a cluster administrator has to apply deploy/guardrail");
      assertThat(status.labels()).hasSize(6);
      assertThat(status.command()).startsWith("kubectl label namespace " + namespace.name());
      assertThat(labels()).doesNotContainKey(WARN);
    }
  }

  private void cronJob(String container) {
    cluster.apply(
        Workloads.cronJob("report", "", container)
            .replaceFirst("name: report", "name: report, namespace: " + namespace.name()));
  }

  private void makeRootPod() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: root, namespace: %s}
        spec: {containers: [{name: root, image: "nginx:1.29"}]}
        """
            .formatted(namespace.name()));
  }

  private GuardrailStatus awaitGuardrail(Predicate<GuardrailStatus> condition) {
    return await("the plan's guardrail")
        .atMost(SOON)
        .until(this::guardrail, status -> status != null && condition.test(status));
  }

  private GuardrailStatus guardrail() {
    MigrationPlan plan =
        cluster
            .admin()
            .resources(MigrationPlan.class)
            .inNamespace(namespace.name())
            .withName("shop")
            .get();
    return plan.getStatus() == null
            || !plan.getMetadata().getGeneration().equals(plan.getStatus().observedGeneration())
        ? null
        : plan.getStatus().guardrail();
  }

  private Map<String, String> labels() {
    return cluster.admin().namespaces().withName(namespace.name()).get().getMetadata().getLabels();
  }

  /** A clock that shows {@code instant} in so much time from now. */
  private static Clock before(String instant, Duration time) {
    return Clock.offset(
        Clock.system(ZoneOffset.UTC),
        Duration.between(Instant.now(), Instant.parse(instant)).minus(time));
  }
}
