package dev.unroot.engine;

import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.patch.StrategicMergePatch;
import dev.unroot.engine.podsecurity.Exemptions;
import dev.unroot.engine.podsecurity.Judgement;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.privilege.PodPrivileges;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.reason.RootReason;
import dev.unroot.engine.reason.RootReasons;
import dev.unroot.engine.search.CandidateSearch;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Workload;
import java.util.List;

/**
 * Everything the engine says of one workload: what it holds, what that breaks, why it is root, and
 * what is proposed.
 *
 * @param privileges of its pods
 * @param violations what keeps the workload from the target as it is
 * @param reasons why its containers are root
 * @param worthTrying whether there is a candidate that a trial may prove, be it to see how far the
 *     workload comes
 * @param exemptions what people agreed to leave as it is: it changes nothing of what is found and
 *     proposed, only what is still to be done about it
 */
public record Assessment(
    Workload workload,
    PodPrivileges privileges,
    List<Violation> violations,
    List<RootReason> reasons,
    Proposal proposal,
    boolean worthTrying,
    Exemptions exemptions) {

  /** Copies the lists, so that an assessment never changes. */
  public Assessment {
    violations = List.copyOf(violations);
    reasons = List.copyOf(reasons);
  }

  /**
   * Assesses {@code workload} from its template and what else is known of it.
   *
   * @throws MalformedFieldException where a field that matters is of another type than Kubernetes
   *     gives it; the path counts from the workload
   */
  public static Assessment of(Workload workload, Target target, Knowledge knowledge) {
    return of(workload, target, knowledge, Exemptions.none());
  }

  /** The same where people agreed on {@code exemptions}. */
  public static Assessment of(
      Workload workload, Target target, Knowledge knowledge, Exemptions exemptions) {
    try {
      return assess(workload, target, knowledge.withOverlapping(workload.overlaps()), exemptions);
    } catch (MalformedFieldException e) {
      throw e.within(workload.reference().kind().templatePath());
    }
  }

  private static Assessment assess(
      Workload workload, Target target, Knowledge knowledge, Exemptions exemptions) {
    PodTemplate template = workload.template();
    PodPrivileges privileges = PodPrivileges.of(template, knowledge);
    Judgement judgement = PodSecurity.judge(template, target.version());
    Proposal proposal = Proposer.propose(template, privileges, judgement, target, knowledge);
    List<Violation> violations = judgement.violations(target.level());
    return new Assessment(
        workload,
        privileges,
        violations,
        RootReasons.find(template, privileges, knowledge),
        proposal,
        !exemptions.coverAll(violations) && isWorthTrying(template, proposal, target, knowledge),
        exemptions);
  }

  private static boolean isWorthTrying(
      PodTemplate template, Proposal proposal, Target target, Knowledge knowledge) {
    return proposal.reachesTarget()
        ? !proposal.isCompliant()
        : CandidateSearch.begin(template, target, knowledge).isWorthTrying();
  }

  /** Whether the workload meets the target as it is. */
  public boolean isCompliant() {
    return violations.isEmpty();
  }

  /** Whether everything that keeps the workload from the target as it is was agreed on. */
  public boolean isExcepted() {
    return exemptions.coverAll(violations);
  }

  /**
   * Whether the changes are enough to meet the target but for what was agreed on, and nobody has to
   * decide on them. An agreement on what a workload keeps is a decision only where a trial shows
   * what that does: what may not be tried stays with a person.
   */
  public boolean reachesTarget() {
    return proposal.reachesTarget()
        || isLeftExcepted()
            && (proposal.personDecides().isEmpty()
                || worthTrying && !workload.template().isForWindows());
  }

  /** Whether the changes leave something that keeps the workload from the target, all agreed on. */
  public boolean isLeftExcepted() {
    return exemptions.coverAll(proposal.remaining());
  }

  /** Whether any container is known to run as root. */
  public boolean isRoot() {
    return privileges.isRoot();
  }

  /** Whether no container is known to run as root, but of at least one the user is not known. */
  public boolean isUnknown() {
    return privileges.isUnknown();
  }

  /** Whether any container is privileged. */
  public boolean isPrivileged() {
    return privileges.isPrivileged();
  }

  /**
   * Names the proposal: the same for the same one, in whatever order the keys of the workload were
   * read, which the API server, a manifest and what is kept of them do not agree on.
   */
  public String hash() {
    return StrategicMergePatch.hash(workload.reference(), proposal);
  }

  /** The proposal as a strategic merge patch in YAML. */
  public String patch() {
    return StrategicMergePatch.yaml(workload.reference(), proposal);
  }
}
