package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.List;
import java.util.Optional;

/**
 * Who re-applies a workload, and who else may undo a change of it.
 *
 * @param owner whoever brings it back to what they hold: a change belongs there. Empty where nobody
 *     is known to
 * @param risks at most {@value #MOST_RISKS}, always in the same order
 */
public record Ownership(Optional<Owner> owner, List<RegressionRisk> risks) {
  /** How many risks are named at most. */
  public static final int MOST_RISKS = 8;

  /** Who is nearest to the object comes first; then who acts by itself, before who is asked to. */
  private static final List<OwnerRule> RULES =
      List.of(
          new ControllerRule(),
          new FluxHelmReleaseRule(),
          new FluxKustomizationRule(),
          new ArgoCdRule(),
          new HelmRule());

  /** Copies the list, so that it never changes. */
  public Ownership {
    risks = List.copyOf(risks);
  }

  /** The ownership of {@code workload}, by what its metadata tells. */
  public static Ownership of(WorkloadReference workload, Provenance provenance) {
    Optional<Owner> owner =
        RULES.stream().flatMap(rule -> rule.owner(workload, provenance).stream()).findFirst();
    return new Ownership(owner, RegressionRisks.of(provenance, owner.map(Owner::kind)));
  }
}
