package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import java.util.List;

/** Hides the parts of {@code /proc} again that runtimes hide by themselves. */
final class MaskProc implements Remedy {
  @Override
  public String plan() {
    return "hide the kernel's part of /proc";
  }

  @Override
  public List<Change> changes(Subject subject) {
    return PodSecurity.violations(subject.template(), Level.BASELINE, subject.target().version())
        .stream()
        .filter(violation -> violation.control() == ControlId.PROC_MOUNT)
        .map(violation -> masked(subject, violation.field()))
        .toList();
  }

  private static Change masked(Subject subject, FieldPath path) {
    return Change.of(
        subject.template(), path, "Default", "refused by baseline", Source.POLICY, Confidence.LOW);
  }
}
