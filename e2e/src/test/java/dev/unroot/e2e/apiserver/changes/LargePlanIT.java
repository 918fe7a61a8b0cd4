package dev.unroot.e2e.apiserver.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Plans with many workloads stay consistent, however much changes meanwhile, and small. */
@ExtendWith(ControlPlaneExtension.class)
class LargePlanIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final List<String> CONTAINERS =
      List.of(
          "image: 'nginx:1.29'",
          "image: 'shop/app:1'",
          "image: 'shop/app:1', " + Workloads.RESTRICTED,
          "image: 'shop/app:1', securityContext: {privileged: true}",
          "image: 'shop/app:1', securityContext: {runAsUser: 0}");
  private static final List<String> LABELS =
      List.of(
          "tier: front",
          "tier: back",
          "tier: front, kustomize.toolkit.fluxcd.io/name: apps",
          "tier: front, argocd.argoproj.io/instance: shop");

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;
  private Workloads workloads;

  LargePlanIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("large");
    plans = new Plans(cluster, namespace);
    workloads = new Workloads(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aModeThatIsLoweredInTheMiddleOfAFirstPassHoldsForAll() {
    workloads.create(
        300, number -> Workloads.cronJob("web-" + number, "", CONTAINERS.get(number % 2)));
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      await("the middle of the first pass")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !plans.migrations().isEmpty());
      plans.plan("shop", "{mode: Observe}");
      int made = plans.migrations().size();

      MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Observed, LIMIT);

      assertThat(made).as("those made before the plan was edited").isBetween(1, 299);
      assertThat(plan.getStatus().counts().workloads()).isEqualTo(300);
      assertThat(plan.getStatus().counts().root()).isEqualTo(150);
      assertThat(plan.getStatus().counts().unknown()).isEqualTo(150);
      assertThat(plans.migrations())
          .hasSize(300)
          .allSatisfy(
              m -> {
                assertThat(m.getSpec().stage()).isEqualTo(Mode.Observe);
                assertThat(m.getStatus().phase()).isEqualTo(MigrationPhase.Observed);
                assertThat(m.getStatus().proposal()).isNull();
                assertThat(m.getStatus().observedGeneration())
                    .isEqualTo(m.getMetadata().getGeneration());
              });
    }
  }

  @Test
  void theCountsEqualARecountAfterAStormOfChanges() {
    Random random = new Random(11);
    workloads.create(80, number -> cronJob(number, number));
    plans.plan("front", "{mode: Propose, selector: {matchLabels: {tier: front}}}");
    plans.plan("back", "{mode: Observe, selector: {matchLabels: {tier: back}}}");
    try (RunningOperator operator = installation.operator(namespace)) {
      await("the middle of the first pass")
          .atMost(LIMIT)
          .until(() -> !plans.migrations().isEmpty());
      int[][] chances =
          IntStream.range(0, 80)
              .mapToObj(n -> random.ints(5, 0, 1_000).toArray())
              .toArray(int[][]::new);
      Workloads.many(
          80, name -> IntStream.of(chances[name]).forEach(chance -> change(name, chance)));

      await("counts that equal a recount")
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(counts("front", PlanPhase.Proposed)).isEqualTo(recount("front"));
                assertThat(counts("back", PlanPhase.Observed)).isEqualTo(recount("back"));
              });
      assertThat(recount("front").get("workloads")).isPositive();
      assertThat(recount("front").get("owned")).isPositive();
      assertThat(recount("front").get("workloads") + recount("back").get("workloads"))
          .isEqualTo(cronJobs().size());
    }
  }

  @Test
  void theStatusOfAPlanOfTwoThousandWorkloadsIsSmall() {
    workloads.create(
        2_000,
        number ->
            Workloads.cronJob(
                "a-long-name-of-a-workload-" + number,
                "",
                CONTAINERS.get(number % 10 == 0 ? 0 : 2)));
    plans.plan("shop", "{mode: Observe}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Observed, LIMIT);
      // The second one says which workloads are the other's.
      plans.plan("second", "{mode: Propose}");
      MigrationPlan second =
          await()
              .atMost(LIMIT)
              .until(
                  () -> plans.awaitPlan("second", PlanPhase.Stalled, LIMIT),
                  plan -> says(plan, "200 workloads are claimed"));
      MigrationPlan first = plans.awaitPlan("shop", PlanPhase.Observed, LIMIT);

      assertThat(first.getStatus().counts().workloads()).isEqualTo(2_000);
      assertThat(first.getStatus().counts().root()).isEqualTo(200);
      assertThat(first.getStatus().counts().compliant()).isEqualTo(1_800);
      for (MigrationPlan plan : List.of(first, second)) {
        assertThat(Serialization.asJson(plan.getStatus()).getBytes(StandardCharsets.UTF_8))
            .hasSizeLessThan(10 * 1024);
      }
    }
  }

  private static String cronJob(int name, int chance) {
    return Workloads.cronJob(
        "web-" + name,
        LABELS.get(chance % LABELS.size()),
        CONTAINERS.get(chance / LABELS.size() % CONTAINERS.size()));
  }

  /** Deletes one, or makes it anew, or changes whatever of it may change. */
  private void change(int name, int chance) {
    CronJob wanted = Serialization.unmarshal(cronJob(name, chance), CronJob.class);
    var resource =
        cluster.admin().batch().v1().cronjobs().inNamespace(namespace.name()).resource(wanted);
    if (chance % 7 == 0) {
      resource.delete();
    } else {
      resource.createOr(NonDeletingOperation::update);
    }
  }

  private List<CronJob> cronJobs() {
    return cluster.admin().batch().v1().cronjobs().inNamespace(namespace.name()).list().getItems();
  }

  private static boolean says(MigrationPlan plan, String text) {
    return plan.getStatus().conditions().stream().anyMatch(c -> c.getMessage().contains(text));
  }

  private Map<String, Integer> counts(String plan, PlanPhase phase) {
    PlanCounts counts = plans.awaitPlan(plan, phase, LIMIT).getStatus().counts();
    return Map.of(
        "workloads", counts.workloads(),
        "root", counts.root(),
        "unknown", counts.unknown(),
        "privileged", counts.privileged(),
        "compliant", counts.compliant(),
        "proposed", counts.proposed(),
        "verified", counts.verified(),
        "failed", counts.failed(),
        "owned", counts.owned());
  }

  /** From the workloads and the plan's migrations, one by one. */
  private Map<String, Integer> recount(String plan) {
    List<CronJob> claimed =
        cronJobs().stream()
            .filter(job -> plan.equals(job.getMetadata().getLabels().get("tier")))
            .toList();
    List<WorkloadMigration> migrations =
        plans.migrations().stream()
            .filter(m -> m.getMetadata().getOwnerReferences().get(0).getName().equals(plan))
            .filter(m -> m.getStatus() != null)
            .toList();
    int migrated = count(migrations, m -> m.getStatus().phase() == MigrationPhase.Compliant);
    return Map.of(
        "workloads", claimed.size(),
        "root", count(migrations, m -> Boolean.TRUE.equals(m.getStatus().root())),
        "unknown", count(migrations, m -> m.getStatus().root() == null),
        "privileged", count(migrations, m -> Boolean.TRUE.equals(m.getStatus().privileged())),
        "compliant", claimed.size() - migrations.size() + migrated,
        "proposed", count(migrations, LargePlanIT::reachesTarget),
        "verified", 0,
        "failed", 0,
        "owned",
            (int) claimed.stream().filter(j -> j.getMetadata().getLabels().size() > 1).count());
  }

  /** Where its plan only observes, by its workload: only what is privileged reaches nothing. */
  private static boolean reachesTarget(WorkloadMigration migration) {
    return migration.getStatus().phase() == MigrationPhase.Proposed
        || migration.getStatus().phase() == MigrationPhase.Observed
            && !Boolean.TRUE.equals(migration.getStatus().privileged());
  }

  private static int count(List<WorkloadMigration> migrations, Predicate<WorkloadMigration> which) {
    return (int) migrations.stream().filter(which).count();
  }
}
