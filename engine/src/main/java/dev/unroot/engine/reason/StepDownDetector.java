package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.image.ImageFact;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** It starts as root and changes to another user by itself. */
final class StepDownDetector implements Detector {
  private static final Set<String> PROGRAMS =
      Set.of("su", "su-exec", "gosu", "setpriv", "runuser", "chpst", "setuidgid", "s6-setuidgid");

  @Override
  public Stream<RootReason> find(Suspect suspect) {
    if (suspect.observation().isPresent()) {
      return observed(suspect, suspect.observation().get()).stream();
    }
    Optional<String> command = suspect.runs(PROGRAMS);
    if (command.isPresent()) {
      return Stream.of(
          suspect.reason(Rule.STEP_DOWN_COMMAND, "runs " + command.get(), Suspect.TEMPLATE));
    }
    boolean entrypointRuns = suspect.container().fields().texts("command").isEmpty();
    return suspect.fact().filter(fact -> fact.stepsDown() && entrypointRuns).stream()
        .map(known -> known(suspect, known));
  }

  private static Optional<RootReason> observed(Suspect suspect, Observation seen) {
    if (!seen.uids().contains(0L) || seen.uids().size() != 2) {
      return Optional.empty();
    }
    String who =
        seen.identities().stream().map(ProcessIdentity::toString).collect(Collectors.joining(", "));
    return Optional.of(
        suspect.reason(Rule.OBSERVED_STEP_DOWN, "its processes run as " + who, Suspect.OBSERVED));
  }

  private static RootReason known(Suspect suspect, ImageFact known) {
    String to = known.serviceUser().map(uid -> " to " + uid).orElse("");
    return suspect.reason(Rule.KNOWN_STEP_DOWN, "its entrypoint steps down" + to, known.source());
  }
}
