package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;

/**
 * A Flux {@code HelmRelease}. What it applies also looks like a release of Helm, which it is.
 *
 * <p>That its controller labels everything it renders was read in fluxcd/helm-controller, pull
 * request 238.
 */
final class FluxHelmReleaseRule implements OwnerRule {
  @Override
  public Optional<Owner> owner(WorkloadReference workload, Provenance provenance) {
    return provenance
        .label(Keys.FLUX_HELM_RELEASE)
        .map(
            name ->
                new Owner(
                    OwnerKind.FLUX_HELM_RELEASE,
                    provenance.label(Keys.FLUX_HELM_RELEASE_NAMESPACE).orElse(""),
                    name,
                    "label " + Keys.FLUX_HELM_RELEASE));
  }
}
