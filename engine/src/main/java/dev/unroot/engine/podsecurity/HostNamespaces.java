package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Baseline: the pod shares no namespace with its node.
 *
 * <p>Restricts {@code spec.hostNetwork}, {@code spec.hostPID} and {@code spec.hostIPC} to unset or
 * {@code false}.
 */
final class HostNamespaces implements Control {
  @Override
  public ControlId id() {
    return ControlId.HOST_NAMESPACES;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return Stream.of("hostNetwork", "hostPID", "hostIPC")
        .filter(field -> pod.spec().flag(field).orElse(false))
        .map(field -> new Violation(id(), pod.spec().path().field(field), "must be false"))
        .toList();
  }
}
