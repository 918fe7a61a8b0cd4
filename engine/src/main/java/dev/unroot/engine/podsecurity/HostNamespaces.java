package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Baseline: the pod shares no namespace with its node.
 *
 * <ul>
 *   <li>{@code spec.hostNetwork}: unset or {@code false}
 *   <li>{@code spec.hostPID}: unset or {@code false}
 *   <li>{@code spec.hostIPC}: unset or {@code false}
 * </ul>
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
