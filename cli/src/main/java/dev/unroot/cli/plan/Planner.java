package dev.unroot.cli.plan;

import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TargetLevel;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.WorkloadKindName;
import dev.unroot.api.v1alpha1.WorkloadSelector;
import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.Problem;
import dev.unroot.cli.manifest.WorkloadManifest;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lets each plan claim its workloads and the engine assess them. */
public final class Planner {
  private static final PlanManifest DEFAULT_PLAN =
      new PlanManifest(
          "",
          "",
          "",
          new MigrationPlanSpec(
              Mode.Propose,
              WorkloadSelector.everything(),
              List.of(),
              List.of(),
              TargetSpec.defaults(),
              TrialSpec.defaults()));

  /** The kinds that a plan can name; without a plan, every kind is looked at. */
  private static final Set<String> CAN_BE_PLANNED =
      Arrays.stream(WorkloadKindName.values()).map(Enum::name).collect(Collectors.toSet());

  private final Knowledge knowledge;
  private final List<PlannedWorkload> planned = new ArrayList<>();
  private final List<WorkloadManifest> unclaimed = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Integer> unhandled;
  private final List<Problem> problems;
  private final boolean hasOwnPlan;
  private final List<PlanManifest> plans;

  private Planner(Inventory inventory, ImageFacts facts) {
    knowledge = Knowledge.of(facts);
    problems = new ArrayList<>(inventory.problems());
    hasOwnPlan = !inventory.plans().isEmpty() || inventory.brokenPlans() > 0;
    unhandled = new TreeMap<>(inventory.unhandled());
    plans = hasOwnPlan ? inventory.plans() : List.of(DEFAULT_PLAN);
  }

  /**
   * Plans what {@code inventory} holds, with what {@code facts} say of its images. Where it holds
   * no plan at all, the default plan claims every workload; a plan that cannot be used is never
   * replaced by the default.
   */
  public static Run plan(Inventory inventory, ImageFacts facts) {
    Planner planner = new Planner(inventory, facts);
    inventory.workloads().forEach(planner::workload);
    planner.planned.sort(
        Comparator.comparing((PlannedWorkload w) -> planner.plans.indexOf(w.plan()))
            .thenComparing(PlannedWorkload::namespace)
            .thenComparing(PlannedWorkload::name)); // stable: the order of the files decides
    return new Run(
        planner.plans,
        planner.hasOwnPlan,
        planner.planned,
        planner.unclaimed,
        planner.unhandled,
        inventory.passedOver(),
        planner.notes,
        planner.problems);
  }

  private void workload(WorkloadManifest manifest) {
    WorkloadKind kind = manifest.workload().reference().kind();
    if (hasOwnPlan && !CAN_BE_PLANNED.contains(kind.kind())) {
      unhandled.merge(kind.apiVersion() + " " + kind.kind(), 1, Integer::sum);
      return;
    }
    List<PlanManifest> claiming = plans.stream().filter(plan -> claims(plan, manifest)).toList();
    if (claiming.isEmpty()) {
      unclaimed.add(manifest);
      return;
    }
    PlanManifest plan = claiming.get(0);
    if (claiming.size() > 1) {
      notes.add(
          manifest.workload().reference()
              + " is claimed by the plans "
              + String.join(" and ", claiming.stream().map(PlanManifest::name).toList())
              + "; the first counts");
    }
    assess(manifest, plan).ifPresent(planned::add);
  }

  private boolean claims(PlanManifest plan, WorkloadManifest manifest) {
    WorkloadReference reference = manifest.workload().reference();
    return !hasOwnPlan
        || plan.namespace().equals(reference.namespace())
            && plan.spec()
                .claims(reference.kind().kind(), reference.name(), manifest.workload().labels());
  }

  private Optional<PlannedWorkload> assess(WorkloadManifest manifest, PlanManifest plan) {
    try {
      Assessment assessment =
          Assessment.of(manifest.workload(), target(plan.spec().target()), knowledge);
      return Optional.of(new PlannedWorkload(manifest, plan, assessment));
    } catch (MalformedFieldException e) {
      problems.add(manifest.problem(e));
      return Optional.empty();
    }
  }

  /** The engine's target for what a plan says. */
  public static Target target(TargetSpec spec) {
    return new Target(
        spec.level() == TargetLevel.Baseline ? Level.BASELINE : Level.RESTRICTED,
        PolicyVersion.parse(spec.version()).orElse(PolicyVersion.NEWEST_KNOWN),
        spec.fallbackUser());
  }
}
