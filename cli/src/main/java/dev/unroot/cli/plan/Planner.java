package dev.unroot.cli.plan;

import dev.unroot.api.v1alpha1.AgreedException;
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
import dev.unroot.engine.podsecurity.Exemptions;
import dev.unroot.engine.workload.WorkloadReference;
import java.time.LocalDate;
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
   *
   * @param today by UTC: exceptions of plans that expired before count for nothing
   */
  public static Run plan(Inventory inventory, ImageFacts facts, LocalDate today) {
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
                            .of(claim.workload().workload().reference().namespace())),
                    today));
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
        notes(claims, plans, today),
        problems);
  }

  /** Those of the claims, and which exceptions have expired. */
  private static List<String> notes(Claims claims, List<PlanManifest> plans, LocalDate today) {
    List<String> notes = new ArrayList<>(claims.notes());
    for (PlanManifest plan : plans) {
      plan.spec().exceptions().stream()
          .filter(exception -> !exception.holdsOn(today))
          .forEach(
              exception ->
                  notes.add(
                      "the exception for %s (%s) of plan %s has expired on %s and counts for nothing"
                          .formatted(
                              exception.subject(),
                              exception.controlNames(),
                              plan.name(),
                              exception.expires())));
    }
    return notes;
  }

  private static Exemptions exemptions(Claims.Claim claim, LocalDate today) {
    WorkloadReference reference = claim.workload().workload().reference();
    return new Exemptions(
        claim.plan().spec().exceptionsOf(reference.kind().kind(), reference.name()).stream()
            .filter(exception -> exception.holdsOn(today))
            .map(AgreedException::toExemption)
            .toList());
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

  private static Outcome assess(Claims.Claim claim, Knowledge knowledge, LocalDate today) {
    try {
      Assessment assessment =
          Assessment.of(
              claim.workload().workload(),
              claim.plan().spec().target().toTarget(),
              knowledge,
              exemptions(claim, today));
      return new Outcome(
          Optional.of(new PlannedWorkload(claim.workload(), claim.plan(), assessment)), List.of());
    } catch (MalformedFieldException e) {
      return new Outcome(Optional.empty(), claim.workload().problems(e));
    }
  }
}
