package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives every container that turned AppArmor off the runtime's profile again. */
final class ConfineAppArmor implements Remedy {
  private static final String ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";
  private static final Set<String> PROFILES = Set.of("RuntimeDefault", "Localhost");
  private static final String WHY = "baseline refuses to turn AppArmor off";

  @Override
  public String plan() {
    return "run no container without AppArmor";
  }

  @Override
  public List<Change> changes(Subject subject) {
    PodTemplate template = subject.template();
    List<Change> changes = new ArrayList<>();
    if (!isConfined(template.securityContext())) {
      changes.add(field(template, PodTemplate.securityContextPath("appArmorProfile")));
    }
    for (Container container : template.containers()) {
      if (!isConfined(container.securityContext())
          && !(subject.need(container) instanceof Need.Privileged)) {
        changes.add(field(template, container.securityContext("appArmorProfile")));
      }
    }
    template
        .metadata()
        .textMap("annotations")
        .forEach(
            (name, value) -> {
              if (name.startsWith(ANNOTATION) && isRefused(value)) {
                changes.add(
                    change(
                        template,
                        FieldPath.of("metadata.annotations").field(name),
                        "runtime/default"));
              }
            });
    return changes;
  }

  private static boolean isConfined(Fields securityContext) {
    return !securityContext.has("appArmorProfile")
        || PROFILES.contains(securityContext.object("appArmorProfile").text("type").orElse(""));
  }

  private static boolean isRefused(String annotation) {
    return !annotation.isEmpty()
        && !annotation.equals("runtime/default")
        && !annotation.startsWith("localhost/");
  }

  private static Change field(PodTemplate template, FieldPath path) {
    return change(template, path, Map.of("type", "RuntimeDefault"));
  }

  private static Change change(PodTemplate template, FieldPath path, Object value) {
    return Change.of(template, path, value, WHY, Source.POLICY, Confidence.LOW);
  }
}
