package dev.unroot.cli.plan;

import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TargetSpec;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.WorkloadSelector;
import dev.unroot.cli.manifest.Inventory;
import dev.unroot.cli.manifest.PlanManifest;
import dev.unroot.cli.manifest.Problem;
import dev.unroot.cli.parallel.InOrder;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** What became of one claimed workload: it was assessed, or it cannot be. */
  private record Outcome(Optional<PlannedWorkload> planned, List<Problem> problems) {}

  private Planner() {}

  /**
   * Plans what {@code inventory} holds, with what {@code facts} say of its images. Where it holds
   * no plan at all, the default plan claims every workload; a plan that cannot be used is never
   * replaced by the default.
   */
  public static Run plan(Inventory inventory, ImageFacts facts) {
    boolean hasOwnPlan = !inventory.plans().isEmpty() || inventory.brokenPlans() > 0;
    List<PlanManifest> plans = hasOwnPlan ? inventory.plans() : List.of(DEFAULT_PLAN);
    Claims claims = hasOwnPlan ? Claims.of(inventory) : Claims.all(inventory, DEFAULT_PLAN);
    Knowledge knowledge = Knowledge.of(facts);
    List<Outcome> outcomes =
        InOrder.map(
            claims.claimed(),
            claim ->
                assess(
                    claim,
                    knowledge.withConfigMaps(
                        inventory
                            .configMaps()
                            .of(claim.workload().workload().reference().namespace()))));
    List<Problem> problems = new ArrayList<>(inventory.problems());
    outcomes.forEach(outcome -> problems.addAll(outcome.problems()));
    return new Run(
        plans,
        hasOwnPlan,
        outcomes.stream()
            .flatMap(outcome -> outcome.planned().stream())
            .sorted(order(plans)) // stable: the order of the files decides
            .toList(),
        claims.unclaimed(),
        claims.unhandled(),
        inventory.passedOver(),
        claims.notes(),
        problems);
  }

  /** By plan, namespace, kind and name. */
  private static Comparator<PlannedWorkload> order(List<PlanManifest> plans) {
    Map<PlanManifest, Integer> ranks = new IdentityHashMap<>();
    plans.forEach(plan -> ranks.put(plan, ranks.size()));
    return Comparator.comparing((PlannedWorkload w) -> ranks.getOrDefault(w.plan(), 0))
        .thenComparing(PlannedWorkload::namespace)
        .thenComparing(w -> w.assessment().workload().reference().kind().toString())
        .thenComparing(w -> w.assessment().workload().reference().name());
  }

  private static Outcome assess(Claims.Claim claim, Knowledge knowledge) {
    try {
      Assessment assessment =
          Assessment.of(
              claim.workload().workload(), claim.plan().spec().target().toTarget(), knowledge);
      return new Outcome(
          Optional.of(new PlannedWorkload(claim.workload(), claim.plan(), assessment)), List.of());
    } catch (MalformedFieldException e) {
      return new Outcome(Optional.empty(), claim.workload().problems(e));
    }
  }
}
