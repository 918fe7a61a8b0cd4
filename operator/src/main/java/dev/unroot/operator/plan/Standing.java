package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.eligibility.Ineligibility;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.inventory.ListedWorkload;

/**
 * Where a workload stands, in so few words that ten thousand of them are little.
 *
 * @param revision of the workload that was looked at
 * @param isJudged whether it was looked at at all: what another plan has is not
 * @param generation of the plan that claimed and judged it
 * @param holding how many of that plan's exceptions held when it was judged
 * @param excepted whether it meets the target but for what they except
 * @param reachesTarget whether there is a proposal that meets the target
 * @param worthTrying whether there is something to try, be it to see how far it comes
 * @param eligible whether it may be tried, by what it is
 * @param owned whether somebody re-applies it
 * @param wave when it is rolled out
 */
record Standing(
    long revision,
    long generation,
    int holding,
    boolean isJudged,
    boolean root,
    boolean unknown,
    boolean privileged,
    boolean compliant,
    boolean excepted,
    boolean reachesTarget,
    boolean worthTrying,
    boolean eligible,
    boolean owned,
    Wave wave) {

  /** Where {@code listed} stands, by what is known of public images and of its running pods. */
  static Standing of(
      ListedWorkload listed, MigrationPlan plan, AgreedExceptions exceptions, Knowledge base) {
    Target target = plan.getSpec().target().toTarget();
    Assessment assessment =
        Assessment.of(
            listed.workload(),
            target,
            base.withStartedAs(listed.startedAs()),
            exceptions.of(listed.id().kind(), listed.id().name()).exemptions());
    return new Standing(
        listed.revision(),
        plan.getMetadata().getGeneration(),
        exceptions.holding().size(),
        true,
        assessment.isRoot(),
        assessment.isUnknown(),
        assessment.isPrivileged(),
        assessment.isCompliant(),
        assessment.isExcepted(),
        assessment.reachesTarget(),
        assessment.worthTrying(),
        Ineligibility.of(listed, plan.getSpec().trial()).isEmpty(),
        listed.ownership().owner().isPresent(),
        Wave.of(listed));
  }

  /** Of a workload that the plan claims and another plan has: nothing but that. */
  static Standing notJudged(ListedWorkload listed, MigrationPlan plan) {
    return new Standing(
        listed.revision(),
        plan.getMetadata().getGeneration(),
        0,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        Wave.NONE);
  }

  /**
   * Whether this still holds: neither the workload nor the plan changed, and none of its exceptions
   * expired. Of one generation, as many as hold are always the same ones.
   */
  boolean isOf(long currentRevision, long currentGeneration, int currentlyHolding) {
    return revision == currentRevision
        && generation == currentGeneration
        && (holding == currentlyHolding || !isJudged);
  }

  /** Whether there is a proposal that meets the target. */
  boolean isProposed() {
    return !compliant && !excepted && reachesTarget;
  }

  /** Whether it is for us to roll its proposal out. */
  boolean mayBeRolledOut() {
    return !owned && !excepted && wave != Wave.NONE;
  }

  /** Whether there is a proposal to try. */
  boolean mayBeTried() {
    return !compliant && worthTrying && eligible;
  }
}
