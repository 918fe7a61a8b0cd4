package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.ControlId;
import java.util.List;
import java.util.Set;

/** Hides the parts of {@code /proc} again that runtimes hide by themselves. */
final class MaskProc implements Remedy {
  private static final Set<ControlId> CONTROLS =
      Set.of(ControlId.PROC_MOUNT, ControlId.PROC_MOUNT_RESTRICTED);

  @Override
  public String plan() {
    return "hide the kernel's part of /proc";
  }

  @Override
  public List<Change> changes(Subject subject) {
    return subject.judgement().violations(subject.target().level()).stream()
        .filter(violation -> CONTROLS.contains(violation.control()))
        .map(violation -> masked(subject, violation.field()))
        .toList();
  }

  private static Change masked(Subject subject, FieldPath path) {
    return Change.of(
        subject.template(),
        path,
        "Default",
        "refused by " + subject.target().level(),
        Source.POLICY,
        Confidence.LOW);
  }
}
