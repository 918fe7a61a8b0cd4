package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: the pod mounts nothing from its node's file system.
 *
 * <ul>
 *   <li>{@code spec.volumes[*].hostPath}: unset
 * </ul>
 *
 * <p>{@link RestrictedVolumes} refuses them, too.
 */
final class HostPathVolumes implements Control {
  @Override
  public ControlId id() {
    return ControlId.HOST_PATH_VOLUMES;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.volumes().stream()
        .filter(volume -> volume.has("hostPath"))
        .map(volume -> new Violation(id(), volume.path().field("hostPath"), "must not be set"))
        .toList();
  }
}
