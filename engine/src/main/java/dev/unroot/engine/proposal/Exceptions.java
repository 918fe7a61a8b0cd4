package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds which exceptions a pod needs, and what a person has to decide about it. */
final class Exceptions {
  /** Controls that a pod breaks by reaching its node or changing its kernel, not by its users. */
  private static final Set<ControlId> OF_POD =
      EnumSet.of(
          ControlId.HOST_NAMESPACES,
          ControlId.HOST_PATH_VOLUMES,
          ControlId.HOST_PORTS,
          ControlId.HOST_PROBES,
          ControlId.SYSCTLS,
          ControlId.WINDOWS_HOST_PROCESS);

  private Exceptions() {}

  /** The exceptions that {@code remaining}, what the changes left, asks for. */
  static List<RecommendedException> of(Subject subject, List<Violation> remaining) {
    List<Container> containers = subject.original().containers();
    boolean real = containers.stream().anyMatch(container -> subject.need(container).isReal());
    Set<FieldPath> hostPaths =
        subject.original().volumes().stream()
            .filter(volume -> volume.has("hostPath"))
            .map(Fields::path)
            .collect(Collectors.toSet());
    Map<FieldPath, List<Violation>> byContainer = new HashMap<>();
    List<Violation> ofPod = new ArrayList<>();
    for (Violation violation : remaining) {
      Optional<Container> container =
          containers.stream().filter(c -> violation.field().isBelow(c.path())).findFirst();
      if (OF_POD.contains(violation.control())
          || violation.control() == ControlId.RESTRICTED_VOLUMES
              && hostPaths.contains(violation.field())
          || container.isEmpty() && real && isSecurityContext(violation.field())) {
        ofPod.add(violation);
      } else if (container.isPresent()) {
        byContainer
            .computeIfAbsent(container.get().path(), path -> new ArrayList<>())
            .add(violation);
      }
    }
    List<RecommendedException> exceptions = new ArrayList<>();
    if (!ofPod.isEmpty()) {
      exceptions.add(RecommendedException.of("", ofPod, why(subject.original())));
    }
    for (Container container : containers) {
      Need need = subject.need(container);
      List<Violation> own = byContainer.getOrDefault(container.path(), List.of());
      if (need.isReal() && !own.isEmpty()) {
        String instead =
            RuledOut.instead(subject, container).map(ruledOut -> "; " + ruledOut).orElse("");
        exceptions.add(RecommendedException.of(container.name(), own, why(need) + instead));
      }
    }
    exceptions.addAll(ofSetUp(subject, remaining));
    return exceptions;
  }

  /** Those of the init containers that the changes add. */
  private static List<RecommendedException> ofSetUp(Subject subject, List<Violation> remaining) {
    List<RecommendedException> exceptions = new ArrayList<>();
    for (Container added : subject.added()) {
      List<Violation> own =
          remaining.stream().filter(v -> v.field().isBelow(added.path())).toList();
      if (!own.isEmpty()) {
        exceptions.add(
            RecommendedException.of(
                added.name(),
                own,
                "prepares what the workload uses as root, and ends before that starts"));
      }
    }
    return exceptions;
  }

  /** The pod's own, whose values containers with a need may inherit. */
  private static boolean isSecurityContext(FieldPath field) {
    return field.toString().startsWith("spec.securityContext.");
  }

  private static String why(PodTemplate template) {
    String ways =
        HostAccess.of(template).stream()
            .filter(way -> way.kind() != HostAccess.Kind.PRIVILEGED)
            .map(Exceptions::describe)
            .distinct()
            .collect(Collectors.joining(", "));
    if (!ways.isEmpty()) {
      return "reaches its node: " + ways;
    }
    return template.securityContext().has("sysctls")
        ? "sets kernel parameters that are not safe"
        : "a container that needs it inherits it";
  }

  private static String describe(HostAccess way) {
    return switch (way.kind()) {
      case PORT -> "port " + way.detail();
      case PATH -> PrintableText.line(way.detail());
      case RUNTIME_SOCKET -> "the container runtime by " + PrintableText.line(way.detail());
      case NAMESPACE, PRIVILEGED, HOST_PROCESS -> lastField(way.field());
    };
  }

  private static String lastField(FieldPath field) {
    String text = field.toString();
    return text.substring(text.lastIndexOf('.') + 1);
  }

  private static String why(Need need) {
    if (need instanceof Need.Root root) {
      return root.why();
    }
    if (need instanceof Need.Capabilities capabilities) {
      return capabilities.why();
    }
    return need instanceof Need.Privileged privileged ? privileged.why() : "";
  }

  /** What a person has to decide on before anything is changed; empty where nobody has to. */
  static List<String> personDecides(PodTemplate template, Subject subject) {
    List<String> why = new ArrayList<>();
    if (template.isForWindows()) {
      why.add(
          "for Windows nodes: set runAsNonRoot, and windowsOptions.runAsUserName to a user such as"
              + " ContainerUser");
    }
    for (HostAccess way : HostAccess.of(template)) {
      why.add("reaches its node: " + way.field());
    }
    for (Container container : template.containers()) {
      if (subject.need(container) instanceof Need.Capabilities kept) {
        why.add(container.path() + " " + kept.why());
      }
    }
    unsafeSysctls(subject).ifPresent(why::add);
    return why;
  }

  private static Optional<String> unsafeSysctls(Subject subject) {
    String fields =
        subject.judgement().violations(ControlId.SYSCTLS).stream()
            .map(violation -> violation.field().toString())
            .collect(Collectors.joining(", "));
    return Optional.of(fields)
        .filter(text -> !text.isEmpty())
        .map(text -> "sets kernel parameters that are not safe: " + text);
  }
}
