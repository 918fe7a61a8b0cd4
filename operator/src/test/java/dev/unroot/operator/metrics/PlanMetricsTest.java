package dev.unroot.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanMetricsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final PlanCounts COUNTS = new PlanCounts(42, 9, 1, 2, 3, 4, 35, 2, 1, 5, 6, 7);

  private final List<MigrationPlan> plans = new ArrayList<>();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @BeforeEach
  void serve() {
    registry.getPrometheusRegistry().register(new PlanMetrics(plans::stream));
  }

  @Test
  void everythingThatIsCountedHasASeries() {
    plans.add(plan("shop", "shop", 0, PlanPhase.Trying));

    assertThat(served())
        .contains(
            "unroot_plan_workloads{namespace=\"shop\",plan=\"shop\",state=\"workloads\"} 42.0",
            "unroot_plan_workloads{namespace=\"shop\",plan=\"shop\",state=\"root\"} 9.0",
            "unroot_plan_workloads{namespace=\"shop\",plan=\"shop\",state=\"verified\"} 35.0",
            "unroot_plan_workloads{namespace=\"shop\",plan=\"shop\",state=\"notTried\"} 7.0");
    assertThat(Arrays.stream(PlanCounts.class.getRecordComponents()).map(RecordComponent::getName))
        .allSatisfy(state -> assertThat(samples("state=\"" + state + "\"")).hasSize(1));
  }

  @Test
  void thePhaseAndTheModeAreTold() {
    plans.add(plan("shop", "shop", 0, PlanPhase.Trying));

    assertThat(served())
        .contains(
            "unroot_plan_info{mode=\"Trial\",namespace=\"shop\",phase=\"Trying\",plan=\"shop\"} 1");
  }

  @Test
  void aPhaseThatIsOverIsNoLongerTold() {
    plans.add(plan("shop", "shop", 0, PlanPhase.Trying));
    assertThat(samples("unroot_plan_info")).hasSize(1);

    plans.set(0, plan("shop", "shop", 0, PlanPhase.Tried));

    assertThat(samples("unroot_plan_info"))
        .singleElement()
        .satisfies(sample -> assertThat(sample).contains("phase=\"Tried\""));
  }

  @Test
  void aStalledPlanIsToldFromOneThatIsNot() {
    plans.add(plan("shop", "shop", 0, PlanPhase.Stalled, condition("Stalled", "True")));
    plans.add(plan("shop", "next", 1, PlanPhase.Tried, condition("Stalled", "False")));
    plans.add(plan("shop", "last", 2, PlanPhase.Tried));

    assertThat(served())
        .contains(
            "unroot_plan_condition{condition=\"Stalled\",namespace=\"shop\",plan=\"shop\"} 1.0",
            "unroot_plan_condition{condition=\"Stalled\",namespace=\"shop\",plan=\"next\"} 0.0",
            "unroot_plan_condition{condition=\"Stalled\",namespace=\"shop\",plan=\"last\"} 0.0");
  }

  @Test
  void theSeriesOfADeletedPlanAreGone() {
    plans.add(plan("shop", "shop", 0, PlanPhase.Tried));
    assertThat(samples("plan=\"shop\"")).isNotEmpty();

    plans.clear();

    assertThat(samples("plan=\"shop\"")).isEmpty();
  }

  @Test
  void aPlanThatNothingIsToldOfHasNoSeries() {
    plans.add(Samples.plan(Mode.Trial));

    assertThat(samples("plan=\"shop\"")).isEmpty();
  }

  @Test
  void aStatusThatTellsLittleIsNoTrouble() {
    MigrationPlan plan = plan("shop", "shop", 0, PlanPhase.Tried);
    plan.setStatus(new MigrationPlanStatus(1L, null, null, null, List.of()));
    plans.add(plan);

    assertThat(served())
        .contains("unroot_plan_info{mode=\"Trial\",namespace=\"shop\",phase=\"\",plan=\"shop\"} 1");
  }

  @Test
  void noNamespaceHasMoreThanItsShare() {
    IntStream.range(0, 30).forEach(i -> plans.add(plan("many", "p" + i, i, PlanPhase.Tried)));
    plans.add(plan("late", "only", 99, PlanPhase.Tried));

    assertThat(samples("unroot_plan_info{")).hasSize(PlanMetrics.MOST_OF_A_NAMESPACE + 1);
    assertThat(served())
        .contains("unroot_plans{shown=\"true\"} 21.0", "unroot_plans{shown=\"false\"} 10.0");
    assertThat(samples("plan=\"p19\"")).as("the oldest are shown").isNotEmpty();
    assertThat(samples("plan=\"p20\"")).isEmpty();
  }

  @Test
  void thereIsABoundOverAll() {
    IntStream.range(0, PlanMetrics.MOST + 10)
        .forEach(i -> plans.add(plan("team-" + i, "plan", i, PlanPhase.Tried)));

    assertThat(samples("unroot_plan_info{")).hasSize(PlanMetrics.MOST);
    assertThat(served()).contains("unroot_plans{shown=\"false\"} 10.0");
  }

  private List<String> served() {
    return registry.scrape().lines().toList();
  }

  private List<String> samples(String part) {
    return served().stream().filter(line -> line.contains(part) && !line.startsWith("#")).toList();
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder().withType(type).withStatus(status).build();
  }

  /** A plan that was made {@code age} seconds after the first one. */
  private static MigrationPlan plan(
      String namespace, String name, int age, PlanPhase phase, Condition... conditions) {
    MigrationPlan plan = Samples.plan(Mode.Trial);
    plan.getMetadata().setNamespace(namespace);
    plan.getMetadata().setName(name);
    plan.getMetadata().setCreationTimestamp(START.plusSeconds(age).toString());
    plan.setStatus(new MigrationPlanStatus(1L, phase, "1/2", COUNTS, List.of(conditions)));
    return plan;
  }
}
