package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.ceiling.Allowance;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan asks for and gets: when one of these changes, all of its workloads are looked at
 * again.
 *
 * @param generation of the plan's spec
 * @param mode that is carried out; nothing where the plan may do nothing at all
 */
record Terms(long generation, Optional<Mode> mode) {
  private static final String PAUSED = "unroot.dev/paused";

  static Terms of(MigrationPlan plan, Allowance allowance) {
    return new Terms(
        plan.getMetadata().getGeneration(),
        allowance.mode().map(mode -> isPaused(plan) && mode == Mode.Trial ? Mode.Propose : mode));
  }

  /** Whether the plan's annotation says that nothing new is to be started. */
  static boolean isPaused(MigrationPlan plan) {
    Map<String, String> annotations = plan.getMetadata().getAnnotations();
    return annotations != null && "true".equals(annotations.get(PAUSED));
  }
}
