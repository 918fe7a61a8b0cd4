package dev.unroot.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.proposal.VolumeOwnership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationPlanSpecTest {
  @Test
  void aPlanThatSaysNothingProposesForEveryWorkload() {
    MigrationPlanSpec spec = new MigrationPlanSpec(null, null, null, null, null, null);

    assertThat(spec.mode()).isEqualTo(Mode.Propose);
    assertThat(spec.claims("Deployment", "web", Map.of())).isTrue();
    assertThat(spec.target()).isEqualTo(TargetSpec.defaults());
    assertThat(spec.trial()).isEqualTo(TrialSpec.defaults());
  }

  @Test
  void aPlanThatSaysNothingDoesNotAgreeToSideEffects() {
    assertThat(TrialSpec.defaults().network()).isEqualTo(TrialNetwork.Isolated);
  }

  @Test
  void aKindThatIsNotListedIsNotClaimed() {
    MigrationPlanSpec spec =
        new MigrationPlanSpec(null, null, List.of(WorkloadKindName.Deployment), null, null, null);

    assertThat(spec.claims("Deployment", "web", Map.of())).isTrue();
    assertThat(spec.claims("StatefulSet", "web", Map.of())).isFalse();
  }

  @Test
  void aWorkloadThatIsNotSelectedIsNotClaimed() {
    MigrationPlanSpec spec =
        new MigrationPlanSpec(
            null, new WorkloadSelector(Map.of("a", "1"), null), null, null, null, null);

    assertThat(spec.claims("Deployment", "web", Map.of("a", "1"))).isTrue();
    assertThat(spec.claims("Deployment", "web", Map.of("a", "2"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    ",           web, false",
    "Deployment, web, false",
    ",           api, true",
    "Deployment, api, true"
  })
  void anExcludedWorkloadIsNotClaimed(WorkloadKindName kind, String excluded, boolean claimed) {
    MigrationPlanSpec spec =
        new MigrationPlanSpec(null, null, null, List.of(new Exclusion(kind, excluded)), null, null);

    assertThat(spec.claims("Deployment", "web", Map.of())).isEqualTo(claimed);
  }

  @Test
  void anExclusionOfOneKindLeavesOthersOfThatName() {
    assertThat(new Exclusion(WorkloadKindName.Deployment, "web").covers("StatefulSet", "web"))
        .isFalse();
  }

  @Test
  void theDefaultTargetIsTheNewestRestricted() {
    assertThat(TargetSpec.defaults().toTarget())
        .isEqualTo(new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, 10001));
  }

  @Test
  void aTargetIsTakenAsItIsWritten() {
    assertThat(new TargetSpec(TargetLevel.Baseline, "v1.25", 5000L).toTarget())
        .isEqualTo(new Target(Level.BASELINE, new PolicyVersion(25), 5000));
  }

  @ParameterizedTest
  @CsvSource({"Auto, AUTO", "FSGroup, FS_GROUP", "InitContainer, INIT_CONTAINER"})
  void howStorageIsGivenAwayIsTakenAsItIsWritten(
      VolumeOwnershipWish wish, VolumeOwnership ownership) {
    TargetSpec spec = new TargetSpec(null, null, null, null, null, wish);

    assertThat(spec.toTarget().volumeOwnership()).isEqualTo(ownership);
  }

  @ParameterizedTest
  @CsvSource({"10s, 10", "90s, 90", "2m, 120", "9999m, 599940"})
  void timesAreSecondsOrMinutes(String text, long seconds) {
    TrialSpec spec = new TrialSpec(null, null, text, text, null, null, text, null, null);

    assertThat(spec.soakDuration()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(spec.deadlineDuration()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(spec.budgetDuration()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aBudgetMayBeHours() {
    TrialSpec spec = new TrialSpec(null, null, null, null, null, null, "6h", null, null);

    assertThat(spec.budgetDuration()).isEqualTo(Duration.ofHours(6));
    assertThat(TrialSpec.defaults().budgetDuration()).isEqualTo(Duration.ofMinutes(30));
  }
}
