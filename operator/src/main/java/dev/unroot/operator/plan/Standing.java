package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.proposal.Target;
import dev.unroot.operator.inventory.ListedWorkload;

/**
 * Where a workload stands, in so few words that ten thousand of them are little.
 *
 * @param revision of the workload that was looked at
 * @param generation of the plan that claimed and judged it
 * @param reachesTarget whether there is a proposal that meets the target
 * @param owned whether somebody re-applies it
 */
record Standing(
    long revision,
    long generation,
    boolean root,
    boolean unknown,
    boolean privileged,
    boolean compliant,
    boolean reachesTarget,
    boolean owned) {

  /** Where {@code listed} stands, by what is known of public images and of its running pods. */
  static Standing of(ListedWorkload listed, MigrationPlan plan, Knowledge base) {
    Target target = plan.getSpec().target().toTarget();
    Assessment assessment =
        Assessment.of(listed.workload(), target, base.withStartedAs(listed.startedAs()));
    return new Standing(
        listed.revision(),
        plan.getMetadata().getGeneration(),
        assessment.isRoot(),
        assessment.isUnknown(),
        assessment.isPrivileged(),
        assessment.isCompliant(),
        assessment.proposal().reachesTarget(),
        listed.ownership().owner().isPresent());
  }

  /** Whether this still holds: neither the workload nor the plan changed. */
  boolean isOf(long currentRevision, long currentGeneration) {
    return revision == currentRevision && generation == currentGeneration;
  }

  /** Whether there is a proposal to try. */
  boolean mayBeTried() {
    return !compliant && reachesTarget;
  }
}
