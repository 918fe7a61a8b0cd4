package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds why the containers of a pod are root. Containers that are known not to be root need no
 * reason.
 */
public final class RootReasons {
  private static final String TEMPLATE = "template";
  private static final String OBSERVED = "observed processes";

  private RootReasons() {}

  /**
   * The reasons of every container of {@code template}, the weightiest first within a container.
   */
  public static List<RootReason> find(PodTemplate template, Knowledge knowledge) {
    List<RootReason> reasons = new ArrayList<>();
    List<String> hostAccess = HostAccess.of(template);
    if (!hostAccess.isEmpty()) {
      reasons.add(
          new RootReason("", ReasonKind.HOST_ACCESS, String.join(", ", hostAccess), TEMPLATE));
    }
    for (Container container : template.containers()) {
      reasons.addAll(ofContainer(template, container, knowledge));
    }
    return reasons;
  }

  private static List<RootReason> ofContainer(
      PodTemplate template, Container container, Knowledge knowledge) {
    EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge.images());
    List<RootReason> reasons = new ArrayList<>();
    kernel(container, held).ifPresent(reasons::add);
    if (held.user().isKnownUnprivileged()) {
      return reasons;
    }
    Optional<Observation> observation = knowledge.observation(container.name());
    Optional<ImageFact> fact = knowledge.images().of(container.image());
    observation.flatMap(seen -> users(container, seen)).ifPresent(reasons::add);
    lowPort(container, observation, fact).ifPresent(reasons::add);
    if (observation.isEmpty()) {
      fact.filter(ImageFact::stepsDown)
          .map(known -> stepsDown(container, known))
          .ifPresent(reasons::add);
    }
    writes(container, knowledge, fact).ifPresent(reasons::add);
    boolean observedRoot = observation.filter(seen -> seen.uids().contains(0L)).isPresent();
    if (reasons.isEmpty() && (held.user().isRoot() || observedRoot)) {
      reasons.add(packaging(container, fact));
    }
    return reasons;
  }

  private static Optional<RootReason> kernel(Container container, EffectivePrivileges held) {
    if (held.privileged()) {
      return Optional.of(
          new RootReason(container.name(), ReasonKind.KERNEL, "is privileged", TEMPLATE));
    }
    TreeSet<String> beyond = new TreeSet<>(held.capabilities());
    beyond.removeAll(Capability.RUNTIME_DEFAULT);
    return beyond.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RootReason(
                container.name(),
                ReasonKind.KERNEL,
                "adds " + String.join(", ", beyond),
                TEMPLATE));
  }

  private static Optional<RootReason> users(Container container, Observation seen) {
    if (!seen.uids().contains(0L) || seen.unprivileged().isEmpty()) {
      return Optional.empty();
    }
    boolean several = seen.uids().size() > 2;
    String who =
        seen.identities().stream().map(ProcessIdentity::toString).collect(Collectors.joining(", "));
    return Optional.of(
        new RootReason(
            container.name(),
            several ? ReasonKind.SEVERAL_USERS : ReasonKind.STEP_DOWN,
            "its processes run as " + who,
            OBSERVED));
  }

  private static Optional<RootReason> lowPort(
      Container container, Optional<Observation> observation, Optional<ImageFact> fact) {
    if (observation.isPresent()) {
      return observation.get().ports().stream()
          .filter(ListeningPort::isPrivileged)
          .findFirst()
          .map(port -> lowPort(container, "listens on " + port, OBSERVED));
    }
    Optional<Long> declared = lowest(container.declaredPorts());
    if (declared.isPresent()) {
      return Optional.of(lowPort(container, "declares port " + declared.get(), TEMPLATE));
    }
    return fact.flatMap(
        known ->
            lowest(known.ports())
                .map(port -> lowPort(container, "listens on " + port, known.source())));
  }

  private static Optional<Long> lowest(List<Long> ports) {
    return ports.stream()
        .filter(port -> port < ListeningPort.FIRST_UNPRIVILEGED)
        .min(Long::compare);
  }

  private static RootReason lowPort(Container container, String evidence, String source) {
    return new RootReason(container.name(), ReasonKind.LOW_PORT, evidence, source);
  }

  private static RootReason stepsDown(Container container, ImageFact known) {
    String to = known.serviceUser().map(uid -> " to " + uid).orElse("");
    return new RootReason(
        container.name(), ReasonKind.STEP_DOWN, "its entrypoint steps down" + to, known.source());
  }

  private static Optional<RootReason> writes(
      Container container, Knowledge knowledge, Optional<ImageFact> fact) {
    List<String> refused =
        knowledge
            .failures(container.name(), Failure.PathNotWritable.class)
            .map(Failure.PathNotWritable::path)
            .distinct()
            .toList();
    if (!refused.isEmpty()) {
      return Optional.of(writes(container, String.join(", ", refused), "trial"));
    }
    return fact.filter(known -> !known.writableDirectories().isEmpty())
        .map(
            known ->
                writes(container, String.join(", ", known.writableDirectories()), known.source()));
  }

  private static RootReason writes(Container container, String paths, String source) {
    return new RootReason(
        container.name(), ReasonKind.ROOT_FILE_SYSTEM_WRITES, "writes to " + paths, source);
  }

  private static RootReason packaging(Container container, Optional<ImageFact> fact) {
    return fact.map(
            known ->
                new RootReason(
                    container.name(),
                    ReasonKind.PACKAGING,
                    "its image has no USER",
                    known.source()))
        .orElseGet(
            () ->
                new RootReason(
                    container.name(),
                    ReasonKind.PACKAGING,
                    "nothing else asks for root",
                    TEMPLATE));
  }
}
