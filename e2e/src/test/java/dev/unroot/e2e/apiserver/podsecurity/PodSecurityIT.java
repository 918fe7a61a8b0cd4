package dev.unroot.e2e.apiserver.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.engine.generated.GeneratedPods;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The engine says of every pod what the API server's admission says, for the same reasons: at both
 * levels, at four versions, and each pod at more of its own, so that every version is among them.
 */
@ExtendWith(ControlPlaneExtension.class)
class PodSecurityIT {
  private static final long SEED = 20_260_101;
  private static final int PODS = 2100;
  private static final int REFUSED = 200;
  private static final double GOOD_SHARE = 0.15;
  private static final int CHECKS = 17; // that an API server may refuse for
  private static final long OFTEN = 50;
  private static final int SOME = 10;

  /** The versions that brought or changed a rule. */
  private static final List<Integer> CHANGES = List.of(8, 19, 22, 23, 25, 27, 29, 31, 32, 34);

  private final ControlPlane cluster;
  private final PolicyVersion newest;

  PodSecurityIT(ControlPlane cluster) {
    this.cluster = cluster;
    String minor = cluster.admin().getKubernetesVersion().getMinor();
    this.newest = new PolicyVersion(Integer.parseInt(minor.replaceAll("\\D", "")));
  }

  @Test
  void theNewestVersionOfTheControlPlaneIsKnown() {
    assertThat(PolicyVersion.NEWEST_KNOWN.minor())
        .as(
            "The control plane knows %s, the engine only %s. Read what changed in"
                + " k8s.io/pod-security-admission, change the controls, let this class compare"
                + " them, and raise PolicyVersion.NEWEST_KNOWN.",
            newest, PolicyVersion.NEWEST_KNOWN)
        .isGreaterThanOrEqualTo(newest.minor());
  }

  @Test
  void theEngineAndTheApiServerAgreeOnEveryPod() {
    Versions versions = new Versions(newest);
    List<Judges.Case> cases =
        GeneratedPods.of(SEED, PODS).stream()
            .flatMap(pod -> versions.of(pod).stream().map(v -> new Judges.Case(pod, v)))
            .toList();
    try (Judges judges = new Judges(cluster, newest)) {
      Comparisons comparisons = judges.compare(cases);

      System.out.println(comparisons.summary() + " " + versions.changes());
      assertThat(comparisons.invalid()).isEmpty();
      assertThat(comparisons.disagreements()).isEmpty();
      assertThat(comparisons.versions()).hasSize(newest.minor() + 2);
      assertThat(comparisons.shareAllowed(Level.BASELINE)).isBetween(GOOD_SHARE, 1 - GOOD_SHARE);
      assertThat(comparisons.shareAllowed(Level.RESTRICTED)).isBetween(GOOD_SHARE, 1 - GOOD_SHARE);
      assertThat(comparisons.refusals()).hasSize(CHECKS);
      assertThat(comparisons.refusals())
          .allSatisfy((check, times) -> assertThat(times).isGreaterThan(OFTEN));
    }
    assertThat(versions.changes().keySet()).containsAll(CHANGES);
    assertThat(versions.changes()).allSatisfy((v, pods) -> assertThat(pods).isGreaterThan(SOME));
  }

  @Test
  void whatIsWarnedOfIsRefusedWhereItIsEnforced() {
    try (Admission admission = new Admission(cluster, "latest")) {
      for (PodTemplate pod : GeneratedPods.of(SEED, REFUSED)) {
        assertThat(admission.refuse(pod)).isEqualTo(admission.judge(pod).get(Level.RESTRICTED));
      }
    }
  }
}
