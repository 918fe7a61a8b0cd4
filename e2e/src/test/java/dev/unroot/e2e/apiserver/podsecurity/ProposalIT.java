package dev.unroot.e2e.apiserver.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.generated.GeneratedPods;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API server's admission finds every proposal to reach the level that it claims, and no more.
 */
@ExtendWith(ControlPlaneExtension.class)
class ProposalIT {
  private static final Knowledge KNOWLEDGE = Knowledge.of(ImageFacts.builtIn());
  private static final long SEED = 4_711;
  private static final int PODS = 400;

  private final ControlPlane cluster;

  ProposalIT(ControlPlane cluster) {
    this.cluster = cluster;
  }

  @ParameterizedTest
  @CsvSource({"RESTRICTED, v1.34", "RESTRICTED, v1.22", "BASELINE, v1.34", "BASELINE, v1.18"})
  void aProposalReachesTheLevelThatItClaims(Level level, String version) {
    Target target =
        new Target(level, PolicyVersion.parse(version).orElseThrow(), Target.DEFAULT_FALLBACK_USER);
    List<String> surprises = new ArrayList<>();
    int changed = 0;
    try (Admission admission = new Admission(cluster, version)) {
      ProposalJudge judge = new ProposalJudge(admission);
      for (PodTemplate pod : GeneratedPods.of(SEED, PODS)) {
        Proposal proposal = Proposer.propose(pod, target, KNOWLEDGE);
        changed += proposal.changes().isEmpty() ? 0 : 1;
        judge
            .surprise(proposal)
            .map(surprise -> surprise + "\n" + PrintableText.line(proposal.after().toString()))
            .ifPresent(surprises::add);
      }
    }
    assertThat(surprises).isEmpty();
    assertThat(changed).as("pods with a proposal").isGreaterThan(PODS / 10);
  }
}
