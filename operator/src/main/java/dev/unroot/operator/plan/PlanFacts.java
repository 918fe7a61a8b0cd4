package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.operator.ceiling.Allowance;
import dev.unroot.operator.ceiling.Limit;
import java.util.List;
import java.util.Optional;

/**
 * What a plan's status is made from.
 *
 * @param mode that is carried out; nothing where an administrator allows none in its namespace
 * @param complete whether every workload was looked at, as far as the operator may see them
 * @param settled whether every migration has been carried as far as the mode can take it
 * @param paused whether the plan is paused
 * @param limits what the plan asks for and the administrator does not allow
 * @param missingPermissions what the operator would have to be allowed
 * @param claimedByOthers what another plan claimed first
 * @param progress how far its trials have come
 * @param rollouts how far its rollouts have come
 */
record PlanFacts(
    PlanCounts counts,
    Optional<Mode> mode,
    boolean complete,
    boolean settled,
    boolean paused,
    List<Limit> limits,
    List<String> missingPermissions,
    OtherClaims claimedByOthers,
    TrialsProgress progress,
    RolloutsProgress rollouts) {

  private static final PlanCounts NOTHING = new PlanCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  PlanFacts {
    limits = List.copyOf(limits);
    missingPermissions = List.copyOf(missingPermissions);
  }

  /** Of a plan that tries nothing. */
  PlanFacts(
      PlanCounts counts,
      Optional<Mode> mode,
      boolean complete,
      boolean settled,
      boolean paused,
      List<Limit> limits,
      List<String> missingPermissions,
      OtherClaims claimedByOthers) {
    this(
        counts,
        mode,
        complete,
        settled,
        paused,
        limits,
        missingPermissions,
        claimedByOthers,
        TrialsProgress.none(),
        RolloutsProgress.none());
  }

  /** Before anything was looked at. */
  static PlanFacts nothingYet(Mode mode, boolean paused) {
    return new PlanFacts(
        NOTHING, Optional.of(mode), false, false, paused, List.of(), List.of(), OtherClaims.none());
  }

  /** Where a plan may do nothing, and has nothing left to clean up. */
  static PlanFacts nothingToDo(Allowance allowance, boolean paused) {
    return new PlanFacts(
        NOTHING,
        allowance.mode(),
        true,
        true,
        paused,
        allowance.limits(),
        List.of(),
        OtherClaims.none());
  }
}
