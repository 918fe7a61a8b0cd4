package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Sets the seccomp profile {@code RuntimeDefault} wherever a container runs without one. */
final class ConfineSystemCalls implements Remedy {
  private static final String POD = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
  private static final int FIELDS_COUNT_SINCE = 19;
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");

  @Override
  public String plan() {
    return "run every container under the runtime's seccomp profile";
  }

  @Override
  public List<Change> changes(Subject subject) {
    PodTemplate template = subject.template();
    Target target = subject.target();
    if (template.isForWindows()) {
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
    changes.addAll(annotations(subject, changes));
    return changes;
  }

  /**
   * What annotations said before the fields did. The kubelet has not read them since v1.27, but the
   * API server refuses one that contradicts its field: it goes where the field comes.
   */
  private static List<Change> annotations(Subject subject, List<Change> changes) {
    PodTemplate template = subject.template();
    Set<String> obsolete = new TreeSet<>();
    if (!subject.target().version().atLeast(FIELDS_COUNT_SINCE)) {
      template.containers().forEach(container -> obsolete.add(CONTAINER + container.name()));
      obsolete.add(POD);
    }
    for (Change change : changes) {
      obsolete.add(
          change.path().equals(PodTemplate.securityContextPath("seccompProfile"))
              ? POD
              : CONTAINER + containerOf(change.path()));
    }
    return obsolete.stream()
        .map(FieldPath.of("metadata.annotations")::field)
        .filter(path -> path.get(template.object()).isPresent())
        .map(
            path ->
                Change.removing(
                    template,
                    path,
                    "without effect since v1.27; it must not contradict the field",
                    Source.POLICY,
                    Confidence.HIGH))
        .toList();
  }

  private static String containerOf(FieldPath path) {
    return path.steps().stream()
        .filter(FieldPath.Step.Element.class::isInstance)
        .map(step -> ((FieldPath.Step.Element) step).value())
        .findFirst()
        .orElse("");
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
