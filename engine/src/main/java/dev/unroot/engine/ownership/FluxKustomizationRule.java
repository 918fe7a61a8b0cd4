package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.List;
import java.util.Optional;

/**
 * A Flux {@code Kustomization}, unless the object is marked to be left alone.
 *
 * <p>Flux reads such a mark from labels and annotations alike, in any case of letters: {@code
 * AnyInMetadata} and {@code shouldSkipApply} of the module {@code ssa} in fluxcd/pkg. {@code
 * IfNotPresent} counts in what it applies from Git, whence it came to the object.
 */
final class FluxKustomizationRule implements OwnerRule {
  private record Mark(String key, String value) {
    boolean isOn(Provenance provenance) {
      return isIn(provenance.label(key)) || isIn(provenance.annotation(key));
    }

    private boolean isIn(Optional<String> written) {
      return written.filter(value::equalsIgnoreCase).isPresent();
    }

    @Override
    public String toString() {
      return key + ": " + value;
    }
  }

  private static final List<Mark> LEFT_ALONE =
      List.of(
          new Mark(Keys.FLUX_RECONCILE, "disabled"),
          new Mark(Keys.FLUX_APPLY, "Ignore"),
          new Mark(Keys.FLUX_APPLY, "IfNotPresent"));

  @Override
  public Optional<Owner> owner(WorkloadReference workload, Provenance provenance) {
    return leftAlone(provenance).isPresent() ? Optional.empty() : named(provenance);
  }

  /** The risk that Flux is to those objects that it leaves alone for now. */
  static Optional<RegressionRisk> risk(Provenance provenance) {
    return named(provenance)
        .flatMap(
            owner ->
                leftAlone(provenance)
                    .map(
                        mark ->
                            new RegressionRisk(
                                Managers.FLUX_KUSTOMIZE,
                                owner + " leaves it alone only as long as it has " + mark)));
  }

  private static Optional<Owner> named(Provenance provenance) {
    return provenance
        .label(Keys.FLUX_KUSTOMIZATION)
        .map(
            name ->
                new Owner(
                    OwnerKind.FLUX_KUSTOMIZATION,
                    provenance.label(Keys.FLUX_KUSTOMIZATION_NAMESPACE).orElse(""),
                    name,
                    "label " + Keys.FLUX_KUSTOMIZATION));
  }

  private static Optional<Mark> leftAlone(Provenance provenance) {
    return LEFT_ALONE.stream().filter(mark -> mark.isOn(provenance)).findFirst();
  }
}
