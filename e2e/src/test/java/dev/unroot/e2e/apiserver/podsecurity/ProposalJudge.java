package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.proposal.Proposal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lets the API server's admission judge whether proposals reach what they claim. */
final class ProposalJudge {
  private final Admission admission;

  /** A judge by the policies of one version, which the proposals must have been made for. */
  ProposalJudge(Admission admission) {
    this.admission = admission;
  }

  /** What surprises about a proposal; empty where it is just as it claims. */
  Optional<String> surprise(Proposal proposal) {
    Map<Level, Set<Reason>> reasons;
    try {
      reasons = admission.judge(proposal.after());
    } catch (InvalidPodException e) {
      return Optional.of("is not valid with the proposal: " + e.getMessage());
    }
    Level reached = proposal.levelAfter();
    if (reached != Level.PRIVILEGED && !reasons.get(reached).isEmpty()) {
      return Optional.of("is said to meet " + reached + ", but: " + reasons.get(reached));
    }
    if (reached != Level.RESTRICTED) {
      Level next = Level.values()[reached.ordinal() + 1];
      if (reasons.get(next).isEmpty()) {
        return Optional.of("is said to meet no more than " + reached + ", and meets " + next);
      }
    }
    return Optional.empty();
  }

  /** Whether the API server takes the template for a pod as it is. */
  Optional<String> invalid(Proposal proposal) {
    try {
      admission.judge(proposal.before());
      return Optional.empty();
    } catch (InvalidPodException e) {
      return Optional.of(e.getMessage());
    }
  }
}
