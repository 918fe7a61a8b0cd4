package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadReference;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An application of Argo CD, which knows its objects by an annotation (the default since 3.0) or by
 * a label.
 *
 * <p>The annotation counts only where it names the very object, since operators copy annotations to
 * what they make. The label {@code app.kubernetes.io/instance} counts only where Argo CD also wrote
 * fields, since most Helm charts set it; so does its own label, where the annotation was copied.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/">Resource
 *     Tracking</a>
 */
final class ArgoCdRule implements OwnerRule {
  @Override
  public Optional<Owner> owner(WorkloadReference workload, Provenance provenance) {
    Optional<TrackingId> id =
        provenance.annotation(Keys.ARGO_TRACKING_ID).flatMap(TrackingId::parse);
    if (id.isPresent() && id.get().names(workload)) {
      return Optional.of(
          new Owner(
              OwnerKind.ARGO_CD,
              id.get().applicationNamespace(),
              id.get().application(),
              "annotation " + Keys.ARGO_TRACKING_ID));
    }
    boolean wrote =
        provenance.managers().stream().map(FieldManager::name).anyMatch(Managers::isArgoCd);
    Stream<String> labels =
        wrote
            ? Stream.of(Keys.ARGO_INSTANCE, Keys.INSTANCE)
            : Stream.of(Keys.ARGO_INSTANCE).filter(label -> id.isEmpty());
    return labels.flatMap(label -> byLabel(provenance, label, wrote).stream()).findFirst();
  }

  private static Optional<Owner> byLabel(Provenance provenance, String label, boolean wrote) {
    return provenance
        .label(label)
        .map(
            name ->
                new Owner(
                    OwnerKind.ARGO_CD,
                    "",
                    name,
                    "label " + label + (wrote ? " and a field manager of Argo CD" : "")));
  }
}
