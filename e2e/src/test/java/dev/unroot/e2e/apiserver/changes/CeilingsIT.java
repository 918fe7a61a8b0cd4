package dev.unroot.e2e.apiserver.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.operator.ceiling.CeilingsFile;
import io.fabric8.kubernetes.api.model.Condition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What administrators write into the file of ceilings holds, and holds soon. */
@ExtendWith(ControlPlaneExtension.class)
class CeilingsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Five seconds, as promised, and as much again for a busy machine. */
  private static final Duration A_CHANGE = Duration.ofSeconds(10);

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;
  @TempDir private Path folder;

  CeilingsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("ceilings");
    plans = new Plans(cluster, namespace);
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aPlanAboveTheHighestModeIsCarriedOutAsThatAndSaysSo() {
    try (RunningOperator operator =
        installation.operator(namespace, ceilings("highestMode: Propose"))) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      assertThat(condition(plan, "Limited"))
          .hasValueSatisfying(
              limited -> {
                assertThat(limited.getReason()).isEqualTo("ModeAboveCeiling");
                assertThat(limited.getMessage())
                    .contains("spec.mode is Trial")
                    .contains("Propose at most");
              });
      assertThat(plans.awaitMigration("web", MigrationPhase.Proposed, SOON)).isNotNull();
      assertThat(trialPods()).isZero();
    }
  }

  @Test
  void stopEndsTrialsWithinSecondsAndLiftingItBeginsThemAgain() {
    CeilingsFile file = ceilings("stop: false");
    try (RunningOperator operator = installation.operator(namespace, file)) {
      plans.awaitPlan("shop", PlanPhase.Trying, SOON);
      await("a trial, which stays pending").atMost(SOON).until(() -> trialPods() == 1);

      ceilings("stop: true");
      MigrationPlan stopped = plans.awaitPlan("shop", PlanPhase.Proposed, A_CHANGE);
      assertThat(condition(stopped, "Limited").map(Condition::getReason))
          .contains("StoppedByAdministrator");
      await("the end of the trial").atMost(A_CHANGE).until(() -> trialPods() == 0);

      ceilings("stop: false");
      MigrationPlan again = plans.awaitPlan("shop", PlanPhase.Trying, A_CHANGE);
      assertThat(condition(again, "Limited")).isEmpty();
      await("a trial").atMost(A_CHANGE).until(() -> trialPods() == 1);
    }
  }

  @Test
  void aPlanInANamespaceThatIsNotAllowedIsStalledUntilItIs() {
    try (RunningOperator operator =
        installation.operator(namespace, ceilings("namespaces: {allow: [elsewhere]}"))) {
      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Stalled, SOON);
      assertThat(condition(plan, "Stalled").map(Condition::getReason))
          .contains("NamespaceNotAllowed");
      assertThat(plans.migrations()).isEmpty();

      ceilings("{namespaces: {allow: [" + namespace.name() + "]}, highestMode: Observe}");
      plans.awaitPlan("shop", PlanPhase.Observed, A_CHANGE);
      assertThat(plans.migrations()).hasSize(1);

      ceilings("namespaces: {deny: ['ceilings-*']}");
      plans.awaitPlan("shop", PlanPhase.Stalled, A_CHANGE);
    }
  }

  private CeilingsFile ceilings(String yaml) {
    try {
      Path file = Files.writeString(folder.resolve("ceilings.yaml"), yaml);
      return new CeilingsFile(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Condition> condition(MigrationPlan plan, String type) {
    return plan.getStatus().conditions().stream().filter(c -> c.getType().equals(type)).findFirst();
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
}
