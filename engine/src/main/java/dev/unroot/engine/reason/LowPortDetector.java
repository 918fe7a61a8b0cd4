package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.ListeningPort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** It binds a port below 1024: seen, declared, or known of its image, in this order. */
final class LowPortDetector implements Detector {
  @Override
  public Stream<RootReason> find(Suspect suspect) {
    if (suspect.observation().isPresent()) {
      return suspect.observation().get().ports().stream()
          .filter(ListeningPort::isPrivileged)
          .findFirst()
          .map(
              port ->
                  suspect.reason(Rule.OBSERVED_LOW_PORT, "listens on " + port, Suspect.OBSERVED))
          .stream();
    }
    Optional<Long> declared = lowest(suspect.container().declaredPorts());
    if (declared.isPresent()) {
      return Stream.of(
          suspect.reason(
              Rule.DECLARED_LOW_PORT, "declares port " + declared.get(), Suspect.TEMPLATE));
    }
    return suspect.fact().stream()
        .flatMap(
            known ->
                lowest(known.ports()).stream()
                    .map(
                        port ->
                            suspect.reason(
                                Rule.KNOWN_LOW_PORT, "listens on " + port, known.source())));
  }

  private static Optional<Long> lowest(List<Long> ports) {
    return ports.stream()
        .filter(port -> port < ListeningPort.FIRST_UNPRIVILEGED)
        .min(Long::compare);
  }
}
