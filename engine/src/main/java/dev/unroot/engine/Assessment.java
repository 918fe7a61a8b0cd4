package dev.unroot.engine;

import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.patch.StrategicMergePatch;
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
 */
public record Assessment(
    Workload workload,
    PodPrivileges privileges,
    List<Violation> violations,
    List<RootReason> reasons,
    Proposal proposal,
    boolean worthTrying) {

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
    try {
      return assess(workload, target, knowledge.withOverlapping(workload.overlaps()));
    } catch (MalformedFieldException e) {
      throw e.within(workload.reference().kind().templatePath());
    }
  }

  private static Assessment assess(Workload workload, Target target, Knowledge knowledge) {
    PodTemplate template = workload.template();
    PodPrivileges privileges = PodPrivileges.of(template, knowledge);
    Judgement judgement = PodSecurity.judge(template, target.version());
    Proposal proposal = Proposer.propose(template, privileges, judgement, target, knowledge);
    return new Assessment(
        workload,
        privileges,
        judgement.violations(target.level()),
        RootReasons.find(template, privileges, knowledge),
        proposal,
        proposal.reachesTarget()
            ? !proposal.isCompliant()
            : CandidateSearch.begin(template, target, knowledge).isWorthTrying());
  }

  /** Whether the workload meets the target as it is. */
  public boolean isCompliant() {
    return violations.isEmpty();
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

  /** The proposal as a strategic merge patch in YAML. */
  public String patch() {
    return StrategicMergePatch.yaml(workload.reference(), proposal);
  }
}
