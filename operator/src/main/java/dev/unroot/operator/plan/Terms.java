package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.ceiling.Allowance;
import dev.unroot.operator.exceptions.AgreedExceptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a plan asks for and gets: when one of these changes, all of its workloads are looked at
 * again.
 *
 * @param generation of the plan's spec
 * @param mode that is carried out; nothing where the plan may do nothing at all
 * @param unseen the rights that are missing to see every workload: what was deleted meanwhile is
 *     found out when one is granted
 * @param holding how many of the plan's exceptions hold
 */
record Terms(long generation, Optional<Mode> mode, List<String> unseen, int holding) {
  private static final String PAUSED = "unroot.dev/paused";

  Terms {
    unseen = List.copyOf(unseen);
  }

  /** Of a plan that excepts nothing. */
  Terms(long generation, Optional<Mode> mode, List<String> unseen) {
    this(generation, mode, unseen, 0);
  }

  static Terms of(
      MigrationPlan plan, Allowance allowance, List<String> unseen, AgreedExceptions exceptions) {
    return new Terms(
        plan.getMetadata().getGeneration(),
        allowance.mode().map(mode -> isPaused(plan) && mode.tries() ? Mode.Propose : mode),
        unseen,
        exceptions.holding().size());
  }

  /**
   * Whether the plan's annotation says that nothing new is to be started. Whoever writes it wants a
   * stop: any word but {@code false} is one.
   */
  static boolean isPaused(MigrationPlan plan) {
    Map<String, String> annotations = plan.getMetadata().getAnnotations();
    String word = annotations == null ? null : annotations.get(PAUSED);
    return word != null
        && !word.isBlank()
        && !"false".equals(word.strip().toLowerCase(Locale.ROOT));
  }
}
