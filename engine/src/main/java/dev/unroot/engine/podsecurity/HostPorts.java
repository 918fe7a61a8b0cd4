package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * Baseline: no container takes a port of its node.
 *
 * <ul>
 *   <li>{@code spec.containers[*].ports[*].hostPort}: unset or 0
 * </ul>
 *
 * <p>In a pod with {@code hostNetwork: true} the API server sets one that is unset or 0 to its
 * {@code containerPort} before admission sees it.
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
        .filter(port -> hostPort(port, pod) != 0)
        .map(port -> new Violation(id(), port.path().field("hostPort"), must(port)))
        .toList();
  }

  private static long hostPort(Fields port, PodTemplate pod) {
    long own = port.integer("hostPort").orElse(0L);
    boolean hostNetwork = pod.spec().flag("hostNetwork").orElse(false);
    return own == 0 && hostNetwork ? port.integer("containerPort").orElse(0L) : own;
  }

  private static String must(Fields port) {
    return port.integer("hostPort").orElse(0L) == 0
        ? "must not be set, but hostNetwork sets it to the containerPort"
        : "must not be set";
  }
}
