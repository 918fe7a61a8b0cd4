package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.rollout.KubernetesRolloutCluster;
import dev.unroot.operator.rollout.LiveWorkload;
import dev.unroot.operator.rollout.RolloutStage;
import dev.unroot.operator.trial.cluster.KubernetesTrialCluster;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands of {@code docs/operations.md} do what the page says, as they stand there. */
@ExtendWith(ControlPlaneExtension.class)
class OperationsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String EXAMPLE = "deployment-web-752b7";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  OperationsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("operations");
    plans = new Plans(cluster, namespace);
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aPlanIsPausedAndGoesOn() {
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      run("unroot.dev/paused=true");
      plans.awaitPlan("shop", PlanPhase.Paused, SOON);

      run("unroot.dev/paused-");
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
    }
  }

  @Test
  void whoHasTheRoleAgreesToAProposal() {
    propose();
    cluster.apply(Repository.path("deploy/users"));
    String approve = command("unroot.dev/approved=").replace("kubectl ", "kubectl --as=ann ");
    assertThatThrownBy(() -> cluster.shell(approve)).isInstanceOf(CommandFailedException.class);

    cluster.shell(command("--clusterrole=unroot-approve"));

    await().atMost(SOON).ignoreExceptions().until(() -> !cluster.shell(approve).isEmpty());
    WorkloadMigration migration = plans.migration("web");
    assertThat(migration.getMetadata().getAnnotations())
        .containsEntry("unroot.dev/approved", migration.getStatus().proposal().hash());
  }

  @Test
  void whatAnApproverAsksForBesidesIsSetBack() {
    try (RunningOperator operator = installation.operator(namespace)) {
      String name =
          plans.awaitMigration("web", MigrationPhase.Proposed, SOON).getMetadata().getName();

      cluster.kubectl(
          "-n",
          namespace.name(),
          "patch",
          "wm",
          name,
          "--type=merge",
          "-p",
          "{\"spec\":{\"stage\":\"Apply\",\"rollOut\":true}}");

      await()
          .atMost(SOON)
          .until(
              () -> {
                WorkloadMigration now = plans.migration("web");
                return now.getSpec().stage() == Mode.Propose && !now.getSpec().rollOut();
              });
    }
  }

  @Test
  void whatHappensIsFollowed() {
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(cluster.shell(command("kubectl get events")))
                      .contains("migrationplan/shop", "Proposed"));
    }
  }

  @Test
  void withoutTheOperatorAPersonPutsAWorkloadBack() {
    propose();
    Deployment before = deployment();
    rollOut();
    assertThat(deployment().getSpec().getTemplate())
        .as("the template once it was rolled out")
        .isNotEqualTo(before.getSpec().getTemplate());

    run("--dry-run=server -o yaml");
    assertThat(deployment().getSpec().getTemplate())
        .as("the template after a look at what would be")
        .isNotEqualTo(before.getSpec().getTemplate());

    run("kubectl patch deployment web -n shop --type json -p");
    assertThat(deployment().getSpec()).isEqualTo(before.getSpec());
  }

  @Test
  void theRecordIsKept() {
    propose();
    rollOut();

    String saved = cluster.shell(command("kubectl get mp,wm -A -o yaml").replaceFirst(" > .*", ""));

    assertThat(saved).contains("kind: MigrationPlan", "name: shop", "revert: '[{");
  }

  @Test
  void plansAreDeletedBeforeTheOperator() {
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitMigration("web", MigrationPhase.Proposed, SOON);

      // Other tests have plans of their own.
      cluster.shell(command("kubectl delete mp --all -A").replace("-A", "-n " + namespace.name()));
      cluster.shell(command("kubectl wait wm --all -A").replace("-A", "-n " + namespace.name()));

      assertThat(plans.migrations()).isEmpty();
    }
  }

  @Test
  void theMonitoringIsAKustomization() {
    assertThat(cluster.kubectl("kustomize", Repository.path("deploy/monitoring").toString()))
        .contains("kind: PrometheusRule", "kind: PodMonitor", "grafana_dashboard: \"1\"");
  }

  private void propose() {
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitMigration("web", MigrationPhase.Proposed, SOON);
    }
  }

  /** Rolls out as the operator does, and leaves its record behind; there is no node to follow. */
  private void rollOut() {
    RolloutStage stage =
        new RolloutStage(
            new KubernetesRolloutCluster(
                cluster.admin(), new KubernetesTrialCluster(cluster.admin())),
            FailureTable::builtIn,
            Clock.systemUTC());
    WorkloadId id = new WorkloadId("apps/v1", "Deployment", namespace.name(), "web");
    Function<LiveWorkload, Assessment> assess =
        live ->
            Assessment.of(
                live.workload(),
                TargetSpec.defaults().toTarget(),
                Knowledge.of(ImageFacts.builtIn()));
    LiveWorkload live = stage.find(id).orElseThrow();
    String proposal = assess.apply(live).hash();
    RolloutStatus rollout =
        stage.begin(live, proposal, ApplySpec.defaults(), assess).rollout().orElseThrow();
    WorkloadMigration migration = plans.migration("web");
    migration.setStatus(migration.getStatus().withRollout(rollout));
    cluster.admin().resource(migration).updateStatus();
    stage.advance(rollout, live, ApplySpec.defaults(), assess);
    assertThat(rollout.step()).isEqualTo(RolloutStep.Recorded);
  }

  private Deployment deployment() {
    return cluster.admin().apps().deployments().inNamespace(namespace.name()).withName("web").get();
  }

  private void run(String part) {
    cluster.shell(command(part));
  }

  /** A command of the page, of this test's namespace and migration. */
  private String command(String part) {
    String command = OperationsPage.command(part).replace("-n shop", "-n " + namespace.name());
    return command.contains(EXAMPLE)
        ? command.replace(EXAMPLE, plans.migration("web").getMetadata().getName())
        : command;
  }
}
