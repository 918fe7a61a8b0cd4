package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.stream.Stream;

/**
 * Baseline, from v1.34: probes and lifecycle hooks talk to the pod itself, not to a host they name.
 *
 * <ul>
 *   <li>{@code spec.containers[*].livenessProbe.httpGet.host}: unset or empty
 *   <li>{@code spec.containers[*].livenessProbe.tcpSocket.host}: unset or empty
 *   <li>the same of {@code readinessProbe}, {@code startupProbe}, {@code lifecycle.postStart} and
 *       {@code lifecycle.preStop}
 * </ul>
 */
final class HostProbes implements Control {
  @Override
  public ControlId id() {
    return ControlId.HOST_PROBES;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    return pod.containers().stream()
        .flatMap(HostProbes::handlers)
        .flatMap(handler -> Stream.of(handler.object("httpGet"), handler.object("tcpSocket")))
        .filter(action -> action.text("host").filter(host -> !host.isEmpty()).isPresent())
        .map(action -> new Violation(id(), action.path().field("host"), "must not be set"))
        .toList();
  }

  private static Stream<Fields> handlers(Container container) {
    Fields fields = container.fields();
    Fields lifecycle = fields.object("lifecycle");
    return Stream.of(
        fields.object("livenessProbe"),
        fields.object("readinessProbe"),
        fields.object("startupProbe"),
        lifecycle.object("postStart"),
        lifecycle.object("preStop"));
  }
}
