package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.Capability;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Makes proposals: each remedy in turn, on what the ones before it left. */
public final class Proposer {
  private static final List<Remedy> REMEDIES =
      List.of(
          new RunUnprivileged(),
          new RefuseEscalation(),
          new DropCapabilities(),
          new TrimAddedCapabilities(),
          new ConfineSystemCalls(),
          new OpenLowPorts(),
          new MountWritableDirectories());

  private Proposer() {}

  /**
   * The proposal for {@code template}: the same input gives the same proposal.
   *
   * <p>A template that meets the target is left alone. For one that reaches its node or changes the
   * kernel nothing is proposed, since taking that away would break it: a person decides.
   */
  public static Proposal propose(PodTemplate template, Target target, Knowledge knowledge) {
    Level before = PodSecurity.level(template, target.version());
    List<Violation> violations = PodSecurity.violations(template, target.level(), target.version());
    if (violations.isEmpty()) {
      return new Proposal(template, template, List.of(), before, before, List.of(), List.of());
    }
    List<String> personDecides = personDecides(template, knowledge);
    if (!personDecides.isEmpty()) {
      return new Proposal(template, template, List.of(), before, before, violations, personDecides);
    }
    List<Change> changes = new ArrayList<>();
    PodTemplate after = template;
    for (Remedy remedy : REMEDIES) {
      for (Change change : remedy.changes(template, after, target, knowledge)) {
        if (!change.isVoid()) {
          changes.add(change);
          after = change.applyTo(after);
        }
      }
    }
    return new Proposal(
        template,
        after,
        changes,
        before,
        PodSecurity.level(after, target.version()),
        PodSecurity.violations(after, target.level(), target.version()),
        List.of());
  }

  private static List<String> personDecides(PodTemplate template, Knowledge knowledge) {
    List<String> why = new ArrayList<>();
    if (template.isWindows()) {
      why.add("a pod for Windows nodes");
    }
    for (String field : HostAccess.of(template)) {
      why.add("reaches its node: " + field);
    }
    for (Container container : template.containers()) {
      EffectivePrivileges held = EffectivePrivileges.of(template, container, knowledge.images());
      TreeSet<String> beyond = new TreeSet<>(held.capabilities());
      beyond.removeAll(Capability.RUNTIME_DEFAULT);
      if (!held.privileged() && !beyond.isEmpty()) {
        why.add(container.path() + " changes the kernel: " + String.join(", ", beyond));
      }
    }
    return why;
  }
}
