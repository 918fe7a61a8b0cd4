package dev.unroot.operator.metrics;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How the plans stand, read from their statuses whenever somebody asks: what a plan says and what
 * its series say is the same, and the series of a deleted plan are gone with it.
 */
public final class PlanMetrics implements MultiCollector {
  /** So many plans have series of their own, the oldest. Of the others only the number is told. */
  public static final int MOST = 500;

  /** So many of them are of one namespace, so that nobody's plans take the place of all others. */
  public static final int MOST_OF_A_NAMESPACE = 20;

  private static final String WORKLOADS = "unroot_plan_workloads";
  private static final String CONDITION = "unroot_plan_condition";
  private static final String INFO = "unroot_plan";
  private static final String PLANS = "unroot_plans";

  /** Whatever is counted has its series, what a later version adds included. */
  private static final List<RecordComponent> STATES =
      List.of(PlanCounts.class.getRecordComponents());

  private static final List<String> CONDITIONS =
      List.of(
          Conditions.READY,
          Conditions.RECONCILING,
          Conditions.STALLED,
          Conditions.MIGRATED,
          Conditions.LIMITED);

  private static final Comparator<MigrationPlan> BY_AGE =
      Comparator.comparing((MigrationPlan plan) -> plan.getMetadata().getCreationTimestamp())
          .thenComparing(plan -> plan.getMetadata().getNamespace())
          .thenComparing(plan -> plan.getMetadata().getName());

  private final Supplier<Stream<MigrationPlan>> plans;

  /**
   * Of the {@code plans} that the operator knows of.
   *
   * @param plans asked for each time; each plan once
   */
  public PlanMetrics(Supplier<Stream<MigrationPlan>> plans) {
    this.plans = plans;
  }

  @Override
  public List<String> getPrometheusNames() {
    return List.of(WORKLOADS, CONDITION, INFO, PLANS);
  }

  @Override
  public MetricSnapshots collect() {
    List<MigrationPlan> all = plans.get().filter(plan -> plan.getStatus() != null).toList();
    List<MigrationPlan> shown = shown(all);
    var workloads =
        GaugeSnapshot.builder()
            .name(WORKLOADS)
            .help("Workloads of a plan by where they stand, as status.counts tells it");
    var conditions =
        GaugeSnapshot.builder()
            .name(CONDITION)
            .help("1 where the condition of the plan is True, otherwise 0");
    var info =
        InfoSnapshot.builder().name(INFO).help("The mode that a plan asks for and its phase");
    for (MigrationPlan plan : shown) {
      states(plan).forEach(workloads::dataPoint);
      conditions(plan).forEach(conditions::dataPoint);
      info.dataPoint(info(plan));
    }
    return MetricSnapshots.of(
        workloads.build(), conditions.build(), info.build(), numbers(all.size(), shown.size()));
  }

  private static List<MigrationPlan> shown(List<MigrationPlan> all) {
    Map<String, Integer> ofNamespace = new HashMap<>();
    return all.stream()
        .sorted(BY_AGE)
        .filter(
            plan ->
                ofNamespace.merge(plan.getMetadata().getNamespace(), 1, Integer::sum)
                    <= MOST_OF_A_NAMESPACE)
        .limit(MOST)
        .toList();
  }

  private static List<GaugeDataPointSnapshot> states(MigrationPlan plan) {
    PlanCounts counts = plan.getStatus().counts();
    if (counts == null) {
      return List.of();
    }
    List<GaugeDataPointSnapshot> points = new ArrayList<>();
    for (RecordComponent state : STATES) {
      points.add(point(plan, Labels.of("state", state.getName()), count(state, counts)));
    }
    return points;
  }

  private static double count(RecordComponent state, PlanCounts counts) {
    try {
      return state.getAccessor().invoke(counts) instanceof Number number ? number.doubleValue() : 0;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("PlanCounts." + state.getName() + " cannot be read", e);
    }
  }

  private static List<GaugeDataPointSnapshot> conditions(MigrationPlan plan) {
    List<Condition> told = plan.getStatus().conditions();
    return CONDITIONS.stream()
        .map(
            type ->
                point(
                    plan,
                    Labels.of("condition", type),
                    told.stream()
                            .anyMatch(c -> type.equals(c.getType()) && "True".equals(c.getStatus()))
                        ? 1
                        : 0))
        .toList();
  }

  private static InfoDataPointSnapshot info(MigrationPlan plan) {
    MigrationPlanStatus status = plan.getStatus();
    Mode mode = plan.getSpec().mode();
    Labels labels =
        Labels.of(
            "mode",
            mode == null ? "" : mode.name(),
            "phase",
            status.phase() == null ? "" : status.phase().name());
    return InfoDataPointSnapshot.builder().labels(named(plan).merge(labels)).build();
  }

  private static GaugeSnapshot numbers(int all, int shown) {
    return GaugeSnapshot.builder()
        .name(PLANS)
        .help("Plans; those that are not shown have no series of their own")
        .dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("shown", "true"))
                .value(shown)
                .build())
        .dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of("shown", "false"))
                .value(all - shown)
                .build())
        .build();
  }

  private static GaugeDataPointSnapshot point(MigrationPlan plan, Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(named(plan).merge(labels)).value(value).build();
  }

  private static Labels named(MigrationPlan plan) {
    return Labels.of(
        "namespace", plan.getMetadata().getNamespace(), "plan", plan.getMetadata().getName());
  }
}
