package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops every capability. {@code NET_BIND_SERVICE} is kept where the container held it and its
 * program cannot be executed without it, because it carries it as a file capability.
 */
final class DropCapabilities implements Remedy {
  @Override
  public String plan() {
    return "drop every capability";
  }

  @Override
  public List<Change> changes(
      PodTemplate original, PodTemplate template, Target target, Knowledge knowledge) {
    if (target.level() != Level.RESTRICTED || template.isWindows()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (Container container : template.containers()) {
      Fields capabilities = container.securityContext().object("capabilities");
      if (!capabilities.texts("drop").equals(List.of(Capability.ALL))) {
        changes.add(
            change(template, container, "drop", List.of(Capability.ALL), "restricted asks for it"));
      }
      List<String> add = keep(template, container, knowledge);
      if (!capabilities.texts("add").equals(add)) {
        String why =
            capabilities.has("add")
                ? "anything else added is void for a user that is not root, and refused by restricted"
                : "its program carries a file capability and cannot be executed without";
        changes.add(change(template, container, "add", add, why));
      }
    }
    return changes;
  }

  private static List<String> keep(PodTemplate template, Container container, Knowledge knowledge) {
    EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge.images());
    boolean has = held.capabilities().contains(Capability.NET_BIND_SERVICE);
    boolean asked =
        container.securityContext().object("capabilities").texts("add").stream()
            .map(Capability::normalized)
            .anyMatch(Capability.NET_BIND_SERVICE::equals);
    boolean known =
        knowledge.images().of(container.image()).filter(ImageFact::fileCapabilities).isPresent();
    boolean failed =
        knowledge.failures(container.name(), Failure.ExecNotPermitted.class).findAny().isPresent();
    return has && (asked || known || failed) ? List.of(Capability.NET_BIND_SERVICE) : List.of();
  }

  private static Change change(
      PodTemplate template, Container container, String field, List<String> value, String why) {
    return Change.of(
        template,
        container.securityContext("capabilities").field(field),
        value,
        why,
        Source.POLICY,
        Confidence.HIGH);
  }
}
