package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;

/** What a container was before any remedy. */
final class Original {
  private Original() {}

  /**
   * Whether {@code container} is known not to be root in {@code original}: then it already writes
   * and listens wherever it has to without root.
   */
  static boolean wasUnprivileged(PodTemplate original, Container container, Knowledge knowledge) {
    return original.containers().stream()
        .filter(c -> c.path().equals(container.path()))
        .map(c -> EffectivePrivileges.of(original, c, knowledge.images()))
        .anyMatch(held -> held.user().isKnownUnprivileged());
  }
}
