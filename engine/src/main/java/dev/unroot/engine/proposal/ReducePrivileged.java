package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.Container;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces {@code privileged} by the capabilities that the container's command is known to need:
 * the narrowest form of an exception, whatever the target. A person decides on it, since privileged
 * also gives devices, a writable {@code /proc/sys} and no AppArmor.
 */
final class ReducePrivileged implements Remedy {
  @Override
  public String plan() {
    return "replace privileged by the capabilities that are used";
  }

  @Override
  public List<Change> changes(Subject subject) {
    List<Change> changes = new ArrayList<>();
    for (Container container : subject.template().containers()) {
      boolean privileged = container.securityContext().flag("privileged").orElse(false);
      if (privileged && subject.need(container) instanceof Need.Root root) {
        changes.add(change(subject, container, "privileged", false, root));
        changes.add(capabilities(subject, container, "drop", List.of(Capability.ALL), root));
        changes.add(
            capabilities(subject, container, "add", List.copyOf(root.capabilities()), root));
      } else if (privileged && !subject.need(container).isReal()) {
        changes.add(
            Change.of(
                subject.template(),
                container.securityContext("privileged"),
                false,
                "nothing tells what it uses of that: a trial shows whether it does without",
                Source.POLICY,
                Confidence.LOW));
      }
    }
    return changes;
  }

  private static Change capabilities(
      Subject subject, Container container, String field, List<String> names, Need.Root root) {
    return change(subject, container, "capabilities." + field, names, root);
  }

  private static Change change(
      Subject subject, Container container, String field, Object value, Need.Root root) {
    return Change.of(
        subject.template(),
        container.path().field("securityContext").then(FieldPath.of(field)),
        value,
        root.why(),
        Source.COMMAND,
        Confidence.LOW);
  }
}
