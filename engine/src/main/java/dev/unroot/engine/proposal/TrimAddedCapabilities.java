package dev.unroot.engine.proposal;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * For the baseline level: takes what that level refuses out of {@code capabilities.add}, unless the
 * container cannot do without.
 */
final class TrimAddedCapabilities implements Remedy {
  @Override
  public String plan() {
    return "add no capability that baseline refuses";
  }

  @Override
  public List<Change> changes(Subject subject) {
    PodTemplate template = subject.template();
    if (subject.target().level() != Level.BASELINE || template.isForWindows()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    for (Container container : template.containers()) {
      if (subject.need(container).isReal()) {
        continue;
      }
      Fields capabilities = container.securityContext().object("capabilities");
      List<String> added = capabilities.texts("add");
      List<String> kept = added.stream().filter(Capability.BASELINE::contains).toList();
      if (!kept.equals(added)) {
        changes.add(change(template, container, capabilities.texts("drop"), kept));
      }
    }
    return changes;
  }

  private static Change change(
      PodTemplate template, Container container, List<String> drop, List<String> kept) {
    Set<String> granted = Capability.effective(List.of(), drop);
    boolean grantedAnyway = granted.contains("NET_RAW");
    return Change.of(
        template,
        container.securityContext("capabilities").field("add"),
        kept,
        grantedAnyway
            ? "refused by baseline, and granted by the runtime even so"
            : "refused by baseline; the container may need it",
        Source.POLICY,
        grantedAnyway ? Confidence.HIGH : Confidence.LOW);
  }
}
