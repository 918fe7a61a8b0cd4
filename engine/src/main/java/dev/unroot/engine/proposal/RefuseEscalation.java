package dev.unroot.engine.proposal;

import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** Sets {@code allowPrivilegeEscalation: false} on every container. */
final class RefuseEscalation implements Remedy {
  @Override
  public String plan() {
    return "let no process gain privileges";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    PodTemplate template = subject.template();
    return template.containers().stream()
        .filter(container -> isPossible(subject, container))
        .map(
            container ->
                Change.of(
                    template,
                    container.securityContext("allowPrivilegeEscalation"),
                    false,
                    "restricted asks for it",
                    Source.POLICY,
                    Confidence.HIGH))
        .toList();
  }

  /** The API server refuses it for containers that are privileged or hold {@code SYS_ADMIN}. */
  private static boolean isPossible(Subject subject, Container container) {
    Need need = subject.need(container);
    return !need.isEverything()
        && !(need instanceof Need.Root root && root.capabilities().contains(Capability.SYS_ADMIN))
        && !(need instanceof Need.Capabilities kept
            && kept.capabilities().contains(Capability.SYS_ADMIN));
  }
}
