package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.operator.ceiling.Allowance;
import dev.unroot.operator.ceiling.Limit;
import dev.unroot.operator.ceiling.LimitReason;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which plans of a namespace act: the oldest. Each that acts keeps a ledger of the whole namespace,
 * so that whoever may write plans could have the operator keep any number of these.
 */
final class ActingPlans {
  /** How many plans of one namespace act at most. */
  static final int MOST = 20;

  private static final Comparator<MigrationPlan> BY_AGE =
      Comparator.comparing((MigrationPlan plan) -> plan.getMetadata().getCreationTimestamp())
          .thenComparing(plan -> plan.getMetadata().getUid());

  private ActingPlans() {}

  /** Those of the plans of one namespace that act. */
  static List<MigrationPlan> among(Stream<MigrationPlan> ofNamespace) {
    return ofNamespace.sorted(BY_AGE).limit(MOST).toList();
  }

  /** Whether {@code plan} acts, given all plans of its namespace. */
  static boolean includes(MigrationPlan plan, Stream<MigrationPlan> ofNamespace) {
    return ofNamespace.filter(other -> BY_AGE.compare(other, plan) < 0).limit(MOST).count() < MOST;
  }

  /** What any other plan gets. */
  static Allowance tooMany() {
    return Allowance.nothing(
        new Limit(
            LimitReason.TooManyPlans,
            "%1$d plans of this namespace are older, and no more than %1$d act in one: this one does nothing. Delete plans that are not needed, or put several into one"
                .formatted(MOST)));
  }
}
