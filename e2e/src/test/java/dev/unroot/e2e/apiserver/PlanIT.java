package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What becomes of a plan in modes Observe and Propose on a real API server, under the shipped
 * permissions.
 */
@ExtendWith(ControlPlaneExtension.class)
class PlanIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String RESTRICTED =
      "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, "
          + "capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  PlanIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("plan");
    plans = new Plans(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aProposePlanGetsMigrationsCountsConditionsAndEvents() {
    plans.deployment("web", "nginx:1.29", "");
    plans.deployment("safe", "shop/safe:1", RESTRICTED);
    plans.deployment("agent", "shop/agent:1", "securityContext: {privileged: true}");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      assertThat(plan.getStatus().counts().workloads()).isEqualTo(3);
      assertThat(plan.getStatus().counts().root()).isEqualTo(1);
      assertThat(plan.getStatus().counts().privileged()).isEqualTo(1);
      assertThat(plan.getStatus().counts().compliant()).isEqualTo(1);
      assertThat(plan.getStatus().counts().proposed()).isEqualTo(1);
      assertThat(plan.getStatus().counts().blocked()).isEqualTo(1);
      assertThat(plan.getStatus().progress()).isEqualTo("2/3");
      assertThat(conditions(plan))
          .containsEntry("Ready", "True")
          .containsEntry("Migrated", "False");
      assertThat(plans.migrations())
          .extracting(migration -> migration.getSpec().workload().name())
          .containsExactlyInAnyOrder("web", "agent");
      WorkloadMigration web = plans.migration("web");
      assertThat(web.getStatus().phase()).isEqualTo(MigrationPhase.Proposed);
      assertThat(web.getStatus().reasons())
          .extracting(reason -> reason.reason())
          .contains("binds a port below 1024");
      assertThat(web.getStatus().proposal().levelAfter()).isEqualTo("restricted");
      assertThat(plans.migration("agent").getStatus().message())
          .contains("a person decides")
          .contains("privileged");
      assertThat(events("MigrationPlan", "shop")).contains("Proposed");
      assertThat(events("WorkloadMigration", web.getMetadata().getName()))
          .as("events about what a first look found")
          .isEmpty();
    }
  }

  @Test
  void anObservePlanTellsTheReasonsAndProposesNothing() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Observe}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Observed, SOON);

      WorkloadMigration web = plans.migration("web");
      assertThat(web.getStatus().phase()).isEqualTo(MigrationPhase.Observed);
      assertThat(web.getStatus().reasons()).isNotEmpty();
      assertThat(web.getStatus().proposal()).isNull();
    }
  }

  @Test
  void theProposalIsAdmittedWhereOnlyRestrictedPodsAre() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace);
        TestNamespace strict =
            cluster.namespace(
                "strict", Map.of("pod-security.kubernetes.io/enforce", "restricted"))) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
      assertThatThrownBy(() -> judge(strict, deployment("web")))
          .hasMessageContaining("violates PodSecurity");

      String patch = plans.migration("web").getStatus().proposal().patch();
      cluster.kubectl("-n", namespace.name(), "patch", "deployment", "web", "--patch", patch);

      assertThat(judge(strict, deployment("web"))).isNotNull();
    }
  }

  /** Asks the API server whether a pod of this template would be admitted. */
  private Pod judge(TestNamespace strict, Deployment deployment) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("judged")
            .withNamespace(strict.name())
            .endMetadata()
            .withSpec(deployment.getSpec().getTemplate().getSpec())
            .build();
    return cluster.admin().resource(pod).dryRun().create();
  }

  @Test
  void nothingIsWrittenWhileNothingChanges() {
    plans.deployment("web", "nginx:1.29", "");
    plans.deployment("api", "shop/api:1", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
    }
    Map<String, String> before = versions();
    int events = allEvents().size();

    try (RunningOperator restarted = installation.operator(namespace)) {
      // A change that matters goes through the same queue behind everything else: once it shows,
      // the rest has been looked at.
      plans.deployment("late", "nginx:1.29", "");
      plans.awaitMigration("late", MigrationPhase.Proposed, SOON);

      Map<String, String> after = versions();
      after.keySet().retainAll(before.keySet());
      before.remove("plan/shop");
      after.remove("plan/shop");
      assertThat(after).isEqualTo(before);
      assertThat(allEvents().size() - events).as("events: a first look is no news").isZero();
    }
  }

  @Test
  void aChangedWorkloadChangesItsMigrationAndOneThatIsGoneDropsIt() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      plans.deployment("web", "nginx:1.29", RESTRICTED);
      WorkloadMigration compliant = plans.awaitMigration("web", MigrationPhase.Compliant, SOON);
      assertThat(compliant.getStatus().findings()).isEmpty();
      await()
          .atMost(SOON)
          .until(
              () ->
                  events("WorkloadMigration", compliant.getMetadata().getName())
                      .contains("Compliant"));
      await().atMost(SOON).until(() -> plan("shop").getStatus().counts().compliant() == 1);
      assertThat(conditions(plan("shop"))).containsEntry("Migrated", "True");

      cluster.admin().resource(deployment("web")).delete();
      await().atMost(SOON).until(() -> plans.migrations().isEmpty());
      await().atMost(SOON).until(() -> plan("shop").getStatus().counts().workloads() == 0);
    }
  }

  @Test
  void selectorAndExclusionsDecideWhichWorkloadsAreClaimed() {
    plans.deployment("web", "nginx:1.29", "");
    plans.deployment("api", "shop/api:1", "");
    plans.deployment("other", "shop/other:1", "");
    plans.plan(
        "shop",
        "{selector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}, exclude: [{name: api}]}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
      assertThat(plans.migrations())
          .extracting(migration -> migration.getSpec().workload().name())
          .containsExactly("web");

      plans.plan("shop", "{exclude: [{name: web}]}");
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(plans.migrations())
                      .extracting(migration -> migration.getSpec().workload().name())
                      .containsExactlyInAnyOrder("api", "other"));
    }
  }

  @Test
  void aSecondPlanThatClaimsTheSameWorkloadSaysSo() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("first", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("first", PlanPhase.Proposed, SOON);

      plans.plan("second", "{mode: Propose}");
      MigrationPlan second = plans.awaitPlan("second", PlanPhase.Stalled, SOON);

      assertThat(conditions(second))
          .containsEntry("Stalled", "True")
          .containsEntry("Ready", "False");
      assertThat(second.getStatus().conditions())
          .anySatisfy(c -> assertThat(c.getMessage()).contains("another plan").contains("web"));
      assertThat(plans.migrations()).hasSize(1);
      assertThat(plan("first").getStatus().phase()).isEqualTo(PlanPhase.Proposed);
    }
  }

  @Test
  void pausingAndResumingIsNoticedAtOnce() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      cluster.kubectl("-n", namespace.name(), "annotate", "mp", "shop", "unroot.dev/paused=true");
      plans.awaitPlan("shop", PlanPhase.Paused, SOON);

      cluster.kubectl("-n", namespace.name(), "annotate", "mp", "shop", "unroot.dev/paused-");
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
    }
  }

  @Test
  void pausingEndsATrialThatGoesOn() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
    try (RunningOperator operator = installation.operator(namespace)) {
      // There is no node: the trial pod stays pending, so that nothing but the pause ends it.
      await().atMost(SOON).until(() -> trialPods() == 1);

      cluster.kubectl("-n", namespace.name(), "annotate", "mp", "shop", "unroot.dev/paused=true");

      plans.awaitPlan("shop", PlanPhase.Paused, SOON);
      await().atMost(SOON).until(() -> trialPods() == 0);

      cluster.kubectl("-n", namespace.name(), "annotate", "mp", "shop", "unroot.dev/paused-");
      plans.plan("shop", "{mode: Propose}");
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
      assertThat(plans.migration("web").getSpec().trial().network())
          .as("what holds where the plan says nothing")
          .isEqualTo(TrialNetwork.Isolated);
    }
  }

  @Test
  void aMigrationThatItsPlanLeftBehindEndsItsTrialAndIsTakenOver() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
    try (RunningOperator operator = installation.operator(namespace)) {
      await().atMost(SOON).until(() -> trialPods() == 1);

      cluster.kubectl("-n", namespace.name(), "delete", "mp", "shop", "--cascade=orphan");
      plans.deployment("web", "nginx:1.30", "");
      await().atMost(SOON).until(() -> trialPods() == 0);

      plans.plan("shop", "{mode: Propose}");
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
      assertThat(plans.migrations()).hasSize(1);
    }
  }

  @Test
  void aWorkloadWithUnprintableValuesGetsAStatusAllTheSame() {
    plans.deployment("odd", "shop/odd:1", "");
    cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(namespace.name())
        .withName("odd")
        .edit(
            odd ->
                odd.edit()
                    .editSpec()
                    .editTemplate()
                    .editSpec()
                    .editFirstContainer()
                    .editOrNewSecurityContext()
                    .withNewCapabilities()
                    .addToAdd("A\u009b31m\nB")
                    .endCapabilities()
                    .endSecurityContext()
                    .endContainer()
                    .endSpec()
                    .endTemplate()
                    .endSpec()
                    .build());
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      assertThat(plans.migration("odd").getStatus().phase()).isEqualTo(MigrationPhase.Blocked);
    }
  }

  private int trialPods() {
    return cluster
        .admin()
        .pods()
        .inNamespace(namespace.name())
        .withLabel("unroot.dev/trial", "true")
        .list()
        .getItems()
        .size();
  }

  @Test
  void deletingThePlanDropsItsMigrationsAndNothingElse() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      cluster.admin().resource(plan("shop")).delete();

      await().atMost(Duration.ofSeconds(60)).until(() -> plans.migrations().isEmpty());
      assertThat(deployment("web").getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  void kubectlShowsADashboardThatOthersCanWaitFor() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      cluster.kubectl(
          "-n",
          namespace.name(),
          "wait",
          "--for=condition=Ready",
          "migrationplan/shop",
          "--timeout=30s");

      String[] lines = cluster.kubectl("-n", namespace.name(), "get", "mp").split("\n");
      assertThat(lines[0].trim().split("\\s+"))
          .containsExactly(
              "NAME",
              "MODE",
              "PHASE",
              "WORKLOADS",
              "ROOT",
              "VERIFIED",
              "MIGRATED",
              "BLOCKED",
              "PROGRESS",
              "AGE");
      assertThat(lines[1].trim().split("\\s+"))
          .startsWith("shop", "Propose", "Proposed", "1", "1", "0", "0", "0", "1/1");
      assertThat(cluster.kubectl("-n", namespace.name(), "get", "wm").split("\n")[1])
          .contains("web", "Deployment", "Proposed", "true", "baseline", "restricted");
      assertThat(cluster.kubectl("explain", "migrationplan.spec.mode")).contains("How far to go");
    }
  }

  private Map<String, String> conditions(MigrationPlan plan) {
    return plan.getStatus().conditions().stream()
        .collect(Collectors.toMap(Condition::getType, Condition::getStatus));
  }

  private MigrationPlan plan(String name) {
    return cluster
        .admin()
        .resources(MigrationPlan.class)
        .inNamespace(namespace.name())
        .withName(name)
        .get();
  }

  private Deployment deployment(String name) {
    return cluster.admin().apps().deployments().inNamespace(namespace.name()).withName(name).get();
  }

  /** The resource version of everything that the operator writes. */
  private Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    plans
        .migrations()
        .forEach(
            m -> versions.put(m.getMetadata().getName(), m.getMetadata().getResourceVersion()));
    versions.put("plan/shop", plan("shop").getMetadata().getResourceVersion());
    return versions;
  }

  private List<Event> allEvents() {
    return cluster
        .admin()
        .events()
        .v1()
        .events()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .stream()
        .filter(event -> "unroot.dev/operator".equals(event.getReportingController()))
        .toList();
  }

  private List<String> events(String kind, String name) {
    return allEvents().stream()
        .filter(event -> event.getRegarding().getKind().equals(kind))
        .filter(event -> event.getRegarding().getName().equals(name))
        .map(Event::getReason)
        .toList();
  }
}
