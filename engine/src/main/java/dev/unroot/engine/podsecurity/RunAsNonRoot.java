package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Restricted: containers promise not to run as root.
 *
 * <ul>
 *   <li>{@code spec.securityContext.runAsNonRoot}: {@code true}, or unset where every container
 *       says so itself
 *   <li>{@code spec.containers[*].securityContext.runAsNonRoot}: {@code true}, or unset where the
 *       pod says so
 * </ul>
 *
 * <p>{@code false} is refused wherever it stands, even where a container overrides the pod. From
 * v1.35 a pod in its own user namespace ({@code hostUsers: false}) may be root.
 */
final class RunAsNonRoot implements Control {
  @Override
  public ControlId id() {
    return ControlId.RUN_AS_NON_ROOT;
  }

  @Override
  public List<Violation> judge(PodTemplate pod, PolicyVersion version) {
    if (version.atLeast(35) && pod.hasOwnUserNamespace()) {
      return List.of();
    }
    List<Violation> violations = new ArrayList<>();
    Optional<Boolean> ofPod = pod.securityContext().flag("runAsNonRoot");
    if (ofPod.isPresent() && !ofPod.get()) {
      violations.add(violation(PodTemplate.securityContextPath("runAsNonRoot")));
    }
    for (Container container : pod.containers()) {
      Optional<Boolean> own = container.securityContext().flag("runAsNonRoot");
      if (!own.orElse(ofPod.orElse(false))) {
        violations.add(violation(container.securityContext("runAsNonRoot")));
      }
    }
    return violations;
  }

  private Violation violation(FieldPath path) {
    return new Violation(id(), path, "must be true");
  }
}
