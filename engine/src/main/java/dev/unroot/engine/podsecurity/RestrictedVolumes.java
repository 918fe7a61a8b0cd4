package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Restricted: the pod uses only volume types that give no access beyond the pod.
 *
 * <ul>
 *   <li>{@code spec.volumes[*]}: of the type {@code configMap}, {@code csi}, {@code downwardAPI},
 *       {@code emptyDir}, {@code ephemeral}, {@code image}, {@code persistentVolumeClaim}, {@code
 *       projected} or {@code secret}
 * </ul>
 *
 * <p>A volume without a type is an {@code emptyDir}: the API server fills that in.
 */
final class RestrictedVolumes implements Control {
  @Override
  public ControlId id() {
    return ControlId.RESTRICTED_VOLUMES;
  }

  private static final Set<String> ALLOWED =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.volumes().stream()
        .filter(volume -> !types(volume).isEmpty() && Collections.disjoint(types(volume), ALLOWED))
        .map(
            volume ->
                new Violation(
                    id(),
                    volume.path(),
                    "must be of an allowed type, such as persistentVolumeClaim"))
        .toList();
  }

  private static Set<String> types(Fields volume) {
    return volume.names().stream()
        .filter(name -> !name.equals("name") && volume.has(name))
        .collect(Collectors.toSet());
  }
}
