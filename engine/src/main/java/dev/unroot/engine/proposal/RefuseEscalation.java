package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/** Sets {@code allowPrivilegeEscalation: false} on every container. */
final class RefuseEscalation implements Remedy {
  @Override
  public String plan() {
    return "let no process gain privileges";
  }

  @Override
  public List<Change> changes(
      PodTemplate original, PodTemplate template, Target target, Knowledge knowledge) {
    if (target.level() != Level.RESTRICTED || template.isWindows()) {
      return List.of();
    }
    return template.containers().stream()
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
}
