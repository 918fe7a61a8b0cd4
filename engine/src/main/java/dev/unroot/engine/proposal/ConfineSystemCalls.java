package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets the seccomp profile {@code RuntimeDefault} wherever a container runs without one. */
final class ConfineSystemCalls implements Remedy {
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");

  @Override
  public String plan() {
    return "run every container under the runtime's seccomp profile";
  }

  @Override
  public List<Change> changes(Subject subject) {
    PodTemplate template = subject.template();
    Target target = subject.target();
    if (template.isWindows()) {
      return List.of();
    }
    boolean restricted = target.level() == Level.RESTRICTED;
    List<Change> changes = new ArrayList<>();
    boolean podConfined = isConfined(template.securityContext());
    if (template.securityContext().has("seccompProfile") && !podConfined) {
      changes.add(change(template, PodTemplate.securityContextPath("seccompProfile"), target));
      podConfined = true;
    }
    for (Container container : template.containers()) {
      boolean says = container.securityContext().has("seccompProfile");
      if (subject.need(container) instanceof Need.Privileged) {
        continue; // never confined, whatever it says
      }
      boolean bad = says && !isConfined(container.securityContext());
      boolean missing = !says && !podConfined && restricted;
      if (bad || missing) {
        changes.add(change(template, container.securityContext("seccompProfile"), target));
      }
    }
    changes.addAll(annotations(subject));
    return changes;
  }

  /** Before v1.19 annotations said it. */
  private static List<Change> annotations(Subject subject) {
    FieldPath annotations = FieldPath.of("metadata.annotations");
    int size = annotations.steps().size();
    return PodSecurity.violations(subject.template(), Level.BASELINE, subject.target().version())
        .stream()
        .filter(violation -> violation.control() == ControlId.SECCOMP_BASELINE)
        .map(Violation::field)
        .filter(field -> field.steps().subList(0, size).equals(annotations.steps()))
        .map(
            field ->
                Change.of(
                    subject.template(),
                    field,
                    "runtime/default",
                    "baseline refuses it before v1.19",
                    Source.POLICY,
                    Confidence.HIGH))
        .toList();
  }

  private static boolean isConfined(Fields securityContext) {
    return securityContext
        .object("seccompProfile")
        .text("type")
        .filter(PROFILES::contains)
        .isPresent();
  }

  private static Change change(PodTemplate template, FieldPath path, Target target) {
    return Change.of(
        template,
        path,
        Map.of("type", "RuntimeDefault"),
        target.level() + " asks for it",
        Source.POLICY,
        Confidence.HIGH);
  }
}
