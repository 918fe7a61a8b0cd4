package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code spec.apply.cronJobRun: Immediate}: one run of a changed CronJob is made, and tells whether
 * the change works. The Jobs' own controller runs; a stand-in plays the node.
 */
@ExtendWith(ControlPlaneExtension.class)
class CronJobRunIT {
  private static final Duration END = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final int MOST_KILLS = 30;
  private static final long LONGEST_LIFE = 12;

  /** As long as a CronJob's name may be. */
  private static final String NAME = "report-" + "x".repeat(45);

  private static final String PLAN =
      "{mode: Apply, trial: {network: Inherit},"
          + " apply: {soak: 1s, deadline: 60s, unproved: Allowed, cronJobRun: Immediate}}";

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  CronJobRunIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/apply-permissions"));
    cluster.apply(Repository.path("deploy/cronjob-run-permissions"));
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("runs");
    plans = new Plans(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void oneRunIsMadeAndMigratesItHoweverOftenTheOperatorIsKilled() throws InterruptedException {
    cronJob(false);
    try (StandInNode node = new StandInNode(cluster.admin(), namespace.name(), "Succeeded")) {
      assertThat(killedAfterEveryWrite()).isGreaterThan(6);

      try (RunningOperator operator = installation.operator(namespace)) {
        plans.awaitMigration(NAME, MigrationPhase.Migrated, END);
      }
    }
    assertThat(runs()).singleElement().satisfies(CronJobRunIT::isAsKubectlMakesIt);
    assertThat(user(current().getSpec())).isNotZero();
  }

  private static void isAsKubectlMakesIt(Job run) {
    assertThat(run.getMetadata().getName()).hasSize(63).startsWith(NAME + "-");
    assertThat(run.getMetadata().getAnnotations())
        .containsEntry("cronjob.kubernetes.io/instantiate", "manual")
        .containsEntry("team", "shop");
    assertThat(run.getMetadata().getLabels()).containsEntry("app", "report");
    assertThat(run.getSpec().getBackoffLimit()).isZero();
    assertThat(run.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsUser())
        .isNotZero();
  }

  @Test
  void aRunThatFailsTakesTheChangeBack() {
    CronJob before = cronJob(false);
    plans.plan("shop", PLAN);
    try (StandInNode node = new StandInNode(cluster.admin(), namespace.name(), "Failed");
        RunningOperator operator = installation.operator(namespace)) {
      WorkloadMigration end = plans.awaitMigration(NAME, MigrationPhase.RolledBack, END);

      assertThat(end.getStatus().message()).contains("its first run with the change failed");
      assertThat(current().getSpec()).isEqualTo(before.getSpec());
      assertThat(runs()).hasSize(1);
    }
  }

  @Test
  void nobodyRunsWhatIsSuspended() {
    cronJob(true);
    plans.plan("shop", PLAN);
    try (RunningOperator operator = installation.operator(namespace)) {
      awaitMessage("it is suspended, and nobody runs it by itself");
      assertThat(runs()).isEmpty();

      cluster.kubectl(
          "-n",
          namespace.name(),
          "patch",
          "cronjob",
          NAME,
          "-p",
          "{\"spec\": {\"suspend\": false}}");
      await("a run").atMost(SOON).until(() -> runs().size() == 1);
    }
  }

  @Test
  void withoutThePermissionItIsNamedAndNothingIsLost() {
    cluster.apply(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: unroot-operator, namespace: "
            + namespace.name()
            + "}}");
    List.of("unroot-operator", "unroot-operator-trial", "unroot-operator-apply")
        .forEach(this::bind);
    cronJob(false);
    plans.plan("shop", PLAN);
    try (StandInNode node = new StandInNode(cluster.admin(), namespace.name(), "Succeeded");
        RunningOperator operator =
            installation.operator(
                namespace, cluster.configOf(namespace.name(), "unroot-operator"), builder -> {})) {
      WorkloadMigration stalled =
          await("a missing permission")
              .atMost(SOON)
              .until(() -> plans.migration(NAME), CronJobRunIT::isStalled);
      assertThat(stalled.getStatus().rollout().revert()).contains("/spec/jobTemplate");
      assertThat(runs()).isEmpty();

      bind("unroot-operator-cronjob-runs");
      plans.awaitMigration(NAME, MigrationPhase.Migrated, END);
      assertThat(runs()).hasSize(1);
    }
  }

  private static boolean isStalled(WorkloadMigration migration) {
    return migration != null
        && migration.getStatus() != null
        && migration.getStatus().conditions().stream()
            .anyMatch(
                condition ->
                    "PermissionMissing".equals(condition.getReason())
                        && condition.getMessage().contains("create jobs")
                        && condition.getMessage().contains("deploy/cronjob-run-permissions"));
  }

  private void awaitMessage(String part) {
    await(part)
        .atMost(SOON)
        .until(
            () -> plans.migration(NAME),
            migration ->
                migration != null
                    && migration.getStatus() != null
                    && migration.getStatus().rollout() != null
                    && String.valueOf(migration.getStatus().rollout().message()).contains(part));
  }

  private CronJob cronJob(boolean isSuspended) {
    cluster.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: %s, namespace: %s}
        spec:
          schedule: "0 0 1 1 *"
          suspend: %s
          concurrencyPolicy: Forbid
          jobTemplate:
            metadata: {labels: {app: report}, annotations: {team: shop}}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  securityContext: {runAsUser: 0}
                  containers: [{name: report, image: "registry.example/c:1"}]
        """
            .formatted(NAME, namespace.name(), isSuspended));
    return current();
  }

  private CronJob current() {
    return cluster
        .admin()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(namespace.name())
        .withName(NAME)
        .get();
  }

  private static long user(CronJobSpec spec) {
    return spec.getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getSecurityContext()
        .getRunAsUser();
  }

  private List<Job> runs() {
    return cluster.admin().batch().v1().jobs().inNamespace(namespace.name()).list().getItems();
  }

  private void bind(String clusterRole) {
    cluster.kubectl(
        "-n",
        namespace.name(),
        "create",
        "rolebinding",
        clusterRole,
        "--clusterrole=" + clusterRole,
        "--serviceaccount=" + namespace.name() + ":unroot-operator");
  }

  /** How many operators were killed after one write each, until none was left to make. */
  private int killedAfterEveryWrite() throws InterruptedException {
    plans.plan("shop", PLAN);
    for (int kills = 0; kills < MOST_KILLS; kills++) {
      LastWrite last = new LastWrite(1);
      try (RunningOperator operator =
          installation.operator(
              namespace,
              cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
              builder -> builder.addOrReplaceInterceptor("last-write", last))) {
        if (!last.isMade(LONGEST_LIFE)) {
          return kills;
        }
      }
    }
    throw new AssertionError("no end after " + MOST_KILLS + " kills");
  }
}
