package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the pod's processes bind ports below 1024 without a capability, by the sysctl {@code
 * net.ipv4.ip_unprivileged_port_start}, which counts as safe and is allowed by {@code restricted}.
 * Some runtimes set it by themselves (containerd since 2.0), others do not (CRI-O): it is set
 * wherever such a port is known. A pod in its node's network cannot set it.
 */
final class OpenLowPorts implements Remedy {
  static final String SYSCTL = "net.ipv4.ip_unprivileged_port_start";

  private record LowPort(long port, String why, Source source, Confidence confidence) {}

  @Override
  public String plan() {
    return "let the pod bind low ports without a capability";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()
        || subject.template().spec().flag("hostNetwork").orElse(false)) {
      return List.of();
    }
    PodTemplate template = subject.template();
    Optional<LowPort> lowest =
        template.containers().stream()
            .flatMap(container -> needs(subject, container))
            .min(Comparator.comparingLong(LowPort::port));
    if (lowest.isEmpty() || isOpen(template, lowest.get().port())) {
      return List.of();
    }
    LowPort need = lowest.get();
    List<Object> sysctls = new ArrayList<>();
    for (Fields sysctl : template.securityContext().objects("sysctls", "name")) {
      if (!sysctl.text("name").filter(SYSCTL::equals).isPresent()) {
        sysctls.add(sysctl.values());
      }
    }
    sysctls.add(ordered("name", SYSCTL, "value", Long.toString(need.port())));
    return List.of(
        Change.of(
            template,
            PodTemplate.securityContextPath("sysctls"),
            List.copyOf(sysctls),
            need.why(),
            need.source(),
            need.confidence()));
  }

  private static Stream<LowPort> needs(Subject subject, Container container) {
    Knowledge knowledge = subject.knowledge();
    String name = container.name();
    Stream<LowPort> failed =
        knowledge
            .failures(name, Failure.PortNotPermitted.class)
            .map(f -> need(f.port(), f.describe(), Source.TRIAL, Confidence.HIGH));
    if (subject.need(container).isReal()) {
      return Stream.empty(); // stays root
    }
    if (subject.wasUnprivileged(container)) {
      return failed; // whatever it listens on, it does so without being root
    }
    Optional<Observation> observation = knowledge.observation(name);
    if (observation.isPresent()) {
      return Stream.concat(
          failed,
          observation.get().ports().stream()
              .filter(ListeningPort::isPrivileged)
              .map(
                  port ->
                      need(
                          port.port(),
                          "was seen to listen on " + port,
                          Source.OBSERVED_PROCESS,
                          Confidence.HIGH)));
    }
    Stream<LowPort> declared =
        container.declaredPorts().stream()
            .filter(port -> port < ListeningPort.FIRST_UNPRIVILEGED)
            .map(port -> need(port, "declares port " + port, Source.DECLARED, Confidence.MEDIUM));
    Stream<LowPort> known =
        knowledge.images().of(container.image()).map(ImageFact::ports).orElse(List.of()).stream()
            .filter(port -> port < ListeningPort.FIRST_UNPRIVILEGED)
            .map(port -> need(port, "listens on " + port, Source.KNOWN_IMAGE, Confidence.MEDIUM));
    return Stream.of(failed, declared, known).flatMap(needs -> needs);
  }

  private static LowPort need(long port, String why, Source source, Confidence confidence) {
    return new LowPort(port, why, source, confidence);
  }

  private static boolean isOpen(PodTemplate template, long port) {
    return template.securityContext().objects("sysctls", "name").stream()
        .filter(sysctl -> sysctl.text("name").filter(SYSCTL::equals).isPresent())
        .flatMap(sysctl -> sysctl.text("value").stream())
        .filter(value -> value.matches("[0-9]{1,5}"))
        .anyMatch(value -> Long.parseLong(value) <= port);
  }

  private static Map<String, Object> ordered(
      String firstKey, Object first, String secondKey, Object second) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(firstKey, first);
    map.put(secondKey, second);
    return Collections.unmodifiableMap(map);
  }
}
