package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Drops every capability but those that the container cannot do without. {@code NET_BIND_SERVICE}
 * is kept where the container held it and its program cannot be executed without it, because it
 * carries it as a file capability.
 */
final class DropCapabilities implements Remedy {
  private static final String KEEPS_ROOT =
      "a guess: it is not known to need the capabilities that runtimes grant";

  @Override
  public String plan() {
    return "drop every capability";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    PodTemplate template = subject.template();
    List<Change> changes = new ArrayList<>();
    for (Container container : template.containers()) {
      Need need = subject.need(container);
      if (need.isEverything()) {
        continue; // to drop them would take away what it cannot do without
      }
      Fields capabilities = container.securityContext().object("capabilities");
      if (!capabilities.texts("drop").equals(List.of(Capability.ALL))) {
        changes.add(
            change(
                template,
                container,
                "drop",
                List.of(Capability.ALL),
                need.isReal() ? KEEPS_ROOT : "restricted asks for it",
                staysRoot(subject, container) ? Confidence.LOW : Confidence.HIGH));
      }
      List<String> add = keep(subject, container, need);
      if (!capabilities.texts("add").equals(add)) {
        changes.add(
            change(
                template,
                container,
                "add",
                add,
                why(need, capabilities),
                confidence(capabilities, staysRoot(subject, container))));
      }
    }
    return changes;
  }

  /** Root that loses the runtime's default capabilities may miss them. */
  private static boolean staysRoot(Subject subject, Container container) {
    boolean userSet = container.securityContext().has("runAsUser");
    return subject.need(container).isReal()
        || subject.mayBeRoot() && !subject.wasUnprivileged(container) && !userSet;
  }

  /** A program that carries an added capability in its file may miss it. */
  private static Confidence confidence(Fields capabilities, boolean staysRoot) {
    Confidence added = capabilities.has("add") ? Confidence.MEDIUM : Confidence.HIGH;
    return staysRoot ? Confidence.LOW : added;
  }

  private static String why(Need need, Fields capabilities) {
    if (need instanceof Need.Root root) {
      return root.why();
    }
    if (need instanceof Need.Capabilities kept) {
      return kept.why();
    }
    return capabilities.has("add")
        ? "void for a user that is not root, unless its program carries it; refused by restricted"
        : "its program carries a file capability and cannot be executed without";
  }

  private static List<String> keep(Subject subject, Container container, Need need) {
    Knowledge knowledge = subject.knowledge();
    boolean has = subject.held(container).capabilities().contains(Capability.NET_BIND_SERVICE);
    boolean asked =
        container.securityContext().object("capabilities").texts("add").stream()
            .anyMatch(Capability.NET_BIND_SERVICE::equals);
    boolean known =
        knowledge.images().of(container.image()).filter(ImageFact::fileCapabilities).isPresent();
    boolean failed =
        knowledge.failures(container.name(), Failure.ExecNotPermitted.class).findAny().isPresent();
    SortedSet<String> kept = new TreeSet<>();
    if (has && (asked || known || failed)) {
      kept.add(Capability.NET_BIND_SERVICE);
    }
    if (need instanceof Need.Root root) {
      kept.addAll(root.capabilities());
    } else if (need instanceof Need.Capabilities capabilities) {
      kept.addAll(capabilities.capabilities());
    }
    return List.copyOf(kept);
  }

  private static Change change(
      PodTemplate template,
      Container container,
      String field,
      List<String> value,
      String why,
      Confidence confidence) {
    return Change.of(
        template,
        container.securityContext("capabilities").field(field),
        value,
        why,
        Source.POLICY,
        confidence);
  }
}
