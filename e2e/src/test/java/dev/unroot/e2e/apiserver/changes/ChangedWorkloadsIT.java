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
import dev.unroot.e2e.installation.Workloads;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Migrations follow their workloads and plans as these come, change and go. */
@ExtendWith(ControlPlaneExtension.class)
class ChangedWorkloadsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String IMAGE = "image: 'nginx:1.29'";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;
  private Workloads workloads;

  ChangedWorkloadsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("changed");
    plans = new Plans(cluster, namespace);
    workloads = new Workloads(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aRelabelledWorkloadMovesFromOnePlanToTheOther() {
    workloads.create(Workloads.cronJob("web", "tier: front", IMAGE));
    plans.plan("front", "{selector: {matchLabels: {tier: front}}}");
    plans.plan("back", "{selector: {matchLabels: {tier: back}}}");
    try (RunningOperator operator = installation.operator(namespace)) {
      awaitWorkloads("front", 1);
      assertThat(owner("web")).isEqualTo("front");

      label("web", "back");
      awaitWorkloads("front", 0);
      awaitWorkloads("back", 1);
      await().atMost(SOON).until(() -> owner("web").equals("back"));
      plans.awaitPlan("back", PlanPhase.Proposed, SOON);

      label("web", "none");
      awaitWorkloads("back", 0);
      await().atMost(SOON).until(() -> plans.migrations().isEmpty());

      label("web", "front");
      awaitWorkloads("front", 1);
      await().atMost(SOON).until(() -> owner("web").equals("front"));
    }
  }

  @Test
  void aRenamedWorkloadHasOneMigrationUnderItsNewName() {
    workloads.create(Workloads.cronJob("old", "", IMAGE));
    workloads.create(Workloads.cronJob("other", "", IMAGE));
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      awaitWorkloads("shop", 2);

      workloads.create(Workloads.cronJob("new", "", IMAGE));
      delete("old");
      plans.awaitMigration("new", MigrationPhase.Proposed, SOON);
      await().atMost(SOON).until(() -> plans.migration("old") == null);
      awaitWorkloads("shop", 2);

      delete("new");
      await().atMost(SOON).until(() -> plans.migration("new") == null);
      awaitWorkloads("shop", 1);
      assertThat(plans.migrations()).hasSize(1);

      // Deleted and made again at once, under the same name.
      String before = plans.migration("other").getMetadata().getUid();
      delete("other");
      workloads.create(Workloads.cronJob("other", "", "image: 'shop/other:1'"));
      await()
          .atMost(SOON)
          .until(
              () ->
                  plans.migration("other") != null
                      && plans.migration("other").getStatus() != null
                      && plans.migration("other").getStatus().root() == null);
      assertThat(before).isNotEmpty();
      awaitWorkloads("shop", 1);
    }
  }

  @Test
  void aPlanThatWasStalledTakesOverFromOneThatIsDeleted() {
    workloads.create(5, number -> Workloads.cronJob("web-" + number, "", IMAGE));
    plans.plan("first", "{mode: Observe}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("first", PlanPhase.Observed, SOON);
      plans.plan("second", "{mode: Propose}");
      plans.awaitPlan("second", PlanPhase.Stalled, SOON);

      cluster.kubectl("-n", namespace.name(), "delete", "mp", "first", "--wait=false");

      MigrationPlan second = plans.awaitPlan("second", PlanPhase.Proposed, SOON);
      assertThat(second.getStatus().counts().proposed()).isEqualTo(5);
      assertThat(plans.migrations())
          .hasSize(5)
          .allSatisfy(
              m ->
                  assertThat(m.getMetadata().getOwnerReferences())
                      .singleElement()
                      .extracting(OwnerReference::getName)
                      .isEqualTo("second"));

      cluster.kubectl("-n", namespace.name(), "delete", "mp", "second", "--wait=false");
      await("garbage collection").atMost(SOON).until(() -> plans.migrations().isEmpty());
    }
  }

  private void awaitWorkloads(String plan, int count) {
    await("plan " + plan + " to have " + count + " workloads")
        .atMost(SOON)
        .until(
            () ->
                plans.awaitPlan(plan, PlanPhase.Proposed, SOON).getStatus().counts().workloads()
                    == count);
  }

  private String owner(String workload) {
    return plans.migration(workload) == null
        ? ""
        : plans.migration(workload).getMetadata().getOwnerReferences().get(0).getName();
  }

  private void label(String name, String tier) {
    cluster.kubectl(
        "-n", namespace.name(), "label", "--overwrite", "cronjob/" + name, "tier=" + tier);
  }

  private void delete(String name) {
    cluster.admin().batch().v1().cronjobs().inNamespace(namespace.name()).withName(name).delete();
  }
}
