package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.ControlId;
import java.util.List;
import java.util.Set;

/**
 * Lets probes and lifecycle hooks ask the pod itself again, by removing the host they name. In its
 * node's network a pod may listen on loopback only, so there the host stays.
 */
final class ProbeThePod implements Remedy {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  @Override
  public String plan() {
    return "let probes ask the pod itself";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (subject.template().spec().flag("hostNetwork").orElse(false)) {
      return List.of();
    }
    return subject.judgement().violations(ControlId.HOST_PROBES).stream()
        .map(violation -> removing(subject, violation.field()))
        .toList();
  }

  private static Change removing(Subject subject, FieldPath path) {
    boolean loopback = path.get(subject.template().object()).filter(LOOPBACK::contains).isPresent();
    return Change.removing(
        subject.template(),
        path,
        loopback ? "asks the node rather than the pod" : "asks somebody other than the pod",
        Source.POLICY,
        loopback ? Confidence.MEDIUM : Confidence.LOW);
  }
}
