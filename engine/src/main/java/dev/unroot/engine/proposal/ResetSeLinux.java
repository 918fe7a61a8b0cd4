package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.ControlId;
import java.util.List;

/** Removes the SELinux options that give a container more power than the runtime's own. */
final class ResetSeLinux implements Remedy {
  @Override
  public String plan() {
    return "leave SELinux to the runtime";
  }

  @Override
  public List<Change> changes(Subject subject) {
    return subject.judgement().violations(ControlId.SE_LINUX).stream()
        .map(violation -> removing(subject, violation.field()))
        .toList();
  }

  private static Change removing(Subject subject, FieldPath path) {
    return Change.removing(
        subject.template(), path, "refused by baseline", Source.POLICY, Confidence.LOW);
  }
}
