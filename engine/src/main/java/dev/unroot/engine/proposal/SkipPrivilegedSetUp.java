package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.image.ImageMatch;
import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets the variables by which an image's entrypoint leaves out what only root can do, such as
 * changing owners and stepping down. A variable that the container sets itself is left alone.
 */
final class SkipPrivilegedSetUp implements Remedy {
  @Override
  public String plan() {
    return "tell the entrypoint to leave out what only root can do";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (Container container : subject.template().containers()) {
      boolean leaves = !subject.need(container).isReal() && !subject.wasUnprivileged(container);
      subject
          .image(container)
          .filter(known -> leaves)
          .ifPresent(known -> set(subject, container, known, changes));
    }
    return changes;
  }

  private static void set(
      Subject subject, Container container, ImageMatch known, List<Change> changes) {
    known
        .fact()
        .environment()
        .forEach(
            (name, value) -> {
              FieldPath path = container.path().field("env").element("name", name);
              if (path.get(subject.template().object()).isEmpty()) {
                Map<String, Object> variable = new LinkedHashMap<>();
                variable.put("name", name);
                variable.put("value", value);
                changes.add(
                    Change.of(
                        subject.template(),
                        path,
                        variable,
                        "its entrypoint otherwise insists on being root",
                        Source.KNOWN_IMAGE,
                        known.isGuess() ? Confidence.LOW : Confidence.MEDIUM));
              }
            });
  }
}
