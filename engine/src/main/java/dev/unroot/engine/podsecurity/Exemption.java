package dev.unroot.engine.podsecurity;

import dev.unroot.engine.document.FieldPath.Step;
import java.util.List;
import java.util.Set;

/**
 * What people agreed to leave as it is in one workload. It takes nothing away and grants nothing:
 * what it covers is still a violation, which only counts no longer.
 *
 * @param container whose violations it covers; empty for those of the pod and of every container
 * @param controls whose violations it covers
 */
public record Exemption(String container, Set<ControlId> controls) {
  private static final Set<String> CONTAINERS =
      Set.of("containers", "initContainers", "ephemeralContainers");

  /** Copies the set, so that an exemption never changes. */
  public Exemption {
    controls = Set.copyOf(controls);
  }

  /** Whether {@code violation} is one of those that were agreed on. */
  public boolean covers(Violation violation) {
    return controls.contains(violation.control())
        && (container.isEmpty() || isInContainer(violation.field().steps()));
  }

  private boolean isInContainer(List<Step> steps) {
    return steps.size() > 2
        && steps.get(1) instanceof Step.Field list
        && CONTAINERS.contains(list.name())
        && steps.get(2) instanceof Step.Element element
        && element.value().equals(container);
  }
}
