package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.podsecurity.Judgement;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.PodPrivileges;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;

/** Makes proposals: each remedy in turn, on what the ones before it left. */
public final class Proposer {
  private static final List<Remedy> REMEDIES =
      List.of(
          new RunUnprivileged(),
          new ReducePrivileged(),
          new RefuseEscalation(),
          new DropCapabilities(),
          new TrimAddedCapabilities(),
          new ConfineSystemCalls(),
          new ConfineAppArmor(),
          new ResetSeLinux(),
          new MaskProc(),
          new ProbeThePod(),
          new SkipPrivilegedSetUp(),
          new DeclareSysctls(),
          new OpenLowPorts(),
          new SetHome(),
          new SeparateUsers(),
          new SealRootFileSystem(),
          new ShareVolumes(),
          new MountWritableDirectories(),
          new OwnDirectories(),
          new ChangeOwners(),
          new SplitSetUp(),
          new MoveHook(),
          new LeaveOutSetUp());

  private Proposer() {}

  /**
   * The proposal for {@code template}: the same input gives the same proposal.
   *
   * <p>A template that meets the target is left alone. One that reaches its node or changes the
   * kernel keeps what it needs for that: its proposal is the narrowest form of an exception, on
   * which a person decides.
   */
  public static Proposal propose(PodTemplate template, Target target, Knowledge knowledge) {
    return propose(Subject.of(template, target, knowledge));
  }

  /** The same, where it is known already what the pod holds and what the standards say of it. */
  public static Proposal propose(
      PodTemplate template,
      PodPrivileges privileges,
      Judgement judgement,
      Target target,
      Knowledge knowledge) {
    return propose(Subject.of(template, privileges, judgement, target, knowledge));
  }

  private static Proposal propose(Subject untouched) {
    Target target = untouched.target();
    PodTemplate template = untouched.original();
    Level before = untouched.judgement().level();
    if (before.covers(target.level())) {
      return unchanged(untouched);
    }
    List<Change> changes = new ArrayList<>();
    Subject subject = untouched;
    for (Remedy remedy : REMEDIES) {
      for (Change change : remedy.changes(subject)) {
        if (!change.isVoid()) {
          changes.add(change);
          subject = subject.with(change);
        }
      }
    }
    changes = withoutRemoved(changes);
    PodTemplate after = subject.template();
    Judgement judgement = PodSecurity.judge(after, target.version());
    List<Violation> remaining = judgement.violations(target.level());
    return new Proposal(
        template,
        after,
        changes,
        before,
        Reach.of(after, judgement),
        remaining,
        Exceptions.of(subject, remaining),
        Suggestions.of(subject),
        Exceptions.personDecides(template, subject),
        SetUpSuggestions.stopsFirst(subject));
  }

  /** What was changed in a container that goes after all is not worth telling. */
  private static List<Change> withoutRemoved(List<Change> changes) {
    List<FieldPath> removed =
        changes.stream().filter(change -> change.after().isEmpty()).map(Change::path).toList();
    return changes.stream()
        .filter(change -> removed.stream().noneMatch(change.path()::isBelow))
        .toList();
  }

  private static Proposal unchanged(Subject subject) {
    PodTemplate template = subject.original();
    Reach reach = Reach.of(template, subject.judgement());
    return new Proposal(
        template,
        template,
        List.of(),
        reach.level(),
        reach,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false);
  }
}
