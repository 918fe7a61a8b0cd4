package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.workload.PodTemplate;

/** Whether a pod can have a user namespace of its own. */
final class Namespaces {
  private Namespaces() {}

  /** Whether the template allows it, has none yet, and none was seen to be withheld. */
  static boolean mayBeHad(PodTemplate template, Knowledge knowledge) {
    return template.mayHaveOwnUserNamespace()
        && !template.hasOwnUserNamespace()
        && knowledge.failures().stream().noneMatch(Failure.NoUserNamespace.class::isInstance);
  }
}
