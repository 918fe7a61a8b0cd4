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
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One namespace with more plans than may act in it. */
@ExtendWith(ControlPlaneExtension.class)
class TooManyPlansIT {
  private static final int COUNT = 22;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A plan that does nothing looks again every 20 seconds. */
  private static final Duration ANOTHER_LOOK = Duration.ofSeconds(40);

  private final ControlPlane cluster;
  private final Installation installation;

  TooManyPlansIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void theOldestActAndTheOthersTakeTheirPlace() {
    try (TestNamespace namespace = cluster.namespace("plans")) {
      Plans plans = new Plans(cluster, namespace);
      for (int i = 0; i < COUNT; i++) {
        plans.plan(
            "team-" + i, "{mode: Observe, selector: {matchLabels: {team: team-%d}}}".formatted(i));
      }
      try (RunningOperator operator = installation.operator(namespace)) {
        await("all but two to act")
            .atMost(SOON)
            .until(() -> in(namespace, PlanPhase.Observed).size() == COUNT - 2);
        assertThat(in(namespace, PlanPhase.Stalled))
            .hasSize(2)
            .allSatisfy(
                plan ->
                    assertThat(plan.getStatus().conditions())
                        .filteredOn(condition -> condition.getType().equals("Stalled"))
                        .extracting(Condition::getReason)
                        .containsExactly("TooManyPlans"));

        in(namespace, PlanPhase.Observed).stream()
            .limit(2)
            .forEach(plan -> cluster.admin().resource(plan).delete());

        await("the others to act")
            .atMost(ANOTHER_LOOK)
            .until(() -> in(namespace, PlanPhase.Observed).size() == COUNT - 2);
      }
    }
  }

  private List<MigrationPlan> in(TestNamespace namespace, PlanPhase phase) {
    return cluster
        .admin()
        .resources(MigrationPlan.class)
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .stream()
        .filter(plan -> plan.getStatus() != null && plan.getStatus().phase() == phase)
        .toList();
  }
}
