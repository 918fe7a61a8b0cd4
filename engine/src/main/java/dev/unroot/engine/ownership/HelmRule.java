package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;

/**
 * A release of Helm. The label alone says only that a chart was rendered: charts write it
 * themselves, and {@code helm template} leaves it to whoever applies the result. The annotation is
 * written by Helm when it installs. Helm itself takes no object for its own that lacks one of the
 * two: {@code checkOwnership} in {@code pkg/action/validate.go} of helm/helm.
 */
final class HelmRule implements OwnerRule {
  @Override
  public Optional<Owner> owner(WorkloadReference workload, Provenance provenance) {
    return provenance
        .annotation(Keys.HELM_RELEASE)
        .filter(name -> provenance.label(Keys.MANAGED_BY).filter("Helm"::equals).isPresent())
        .map(
            name ->
                new Owner(
                    OwnerKind.HELM,
                    provenance.annotation(Keys.HELM_RELEASE_NAMESPACE).orElse(""),
                    name,
                    "annotation " + Keys.HELM_RELEASE));
  }
}
