package dev.unroot.engine.podsecurity;

import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container takes a port of its node.
 *
 * <p>Restricts {@code ports[*].hostPort} of every container to unset or 0.
 */
final class HostPorts implements Control {
  @Override
  public ControlId id() {
    return ControlId.HOST_PORTS;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.containers().stream()
        .flatMap(container -> container.fields().objects("ports", "containerPort").stream())
        .filter(port -> port.integer("hostPort").orElse(0L) != 0)
        .map(port -> new Violation(id(), port.path().field("hostPort"), "must not be set"))
        .toList();
  }
}
