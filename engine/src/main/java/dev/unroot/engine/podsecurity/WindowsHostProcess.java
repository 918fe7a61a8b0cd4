package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Baseline: no Windows container runs as a process of its node.
 *
 * <ul>
 *   <li>{@code spec.securityContext.windowsOptions.hostProcess}: unset or {@code false}
 *   <li>{@code spec.containers[*].securityContext.windowsOptions.hostProcess}: the same
 * </ul>
 */
final class WindowsHostProcess implements Control {
  @Override
  public ControlId id() {
    return ControlId.WINDOWS_HOST_PROCESS;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    List<Fields> contexts = new ArrayList<>();
    contexts.add(pod.securityContext());
    pod.containers().forEach(container -> contexts.add(container.securityContext()));
    return contexts.stream()
        .map(context -> context.object("windowsOptions"))
        .filter(options -> options.flag("hostProcess").orElse(false))
        .map(options -> new Violation(id(), options.path().field("hostProcess"), "must be false"))
        .toList();
  }
}
