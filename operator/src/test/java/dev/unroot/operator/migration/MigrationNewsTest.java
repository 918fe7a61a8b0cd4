package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.status.EventRecorder.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationNewsTest {
  private static final TrialAttempt CONTROL =
      attempt(0, AttemptRole.Control, AttemptOutcome.Healthy);
  private static final TrialAttempt RUNNING =
      attempt(1, AttemptRole.Candidate, AttemptOutcome.Running);
  private static final TrialAttempt FAILED =
      attempt(1, AttemptRole.Candidate, AttemptOutcome.Failed);

  @Test
  void aNewPhaseIsNews() {
    assertThat(
            MigrationNews.between(
                status(MigrationPhase.Compliant, null), status(MigrationPhase.Proposed, null)))
        .containsExactly(new MigrationNews(Kind.Normal, "Proposed", "Migrate", "the message"));
  }

  @Test
  void whatAFirstLookFindsIsNoNews() {
    assertThat(MigrationNews.between(null, status(MigrationPhase.Proposed, null))).isEmpty();
    assertThat(MigrationNews.between(null, status(MigrationPhase.Blocked, null))).isEmpty();
  }

  @Test
  void whatFollowsFromThePlansModeAloneIsNoNews() {
    for (MigrationPhase was :
        new MigrationPhase[] {MigrationPhase.Observed, MigrationPhase.Waiting}) {
      assertThat(MigrationNews.between(status(was, null), status(MigrationPhase.Proposed, null)))
          .isEmpty();
      assertThat(MigrationNews.between(status(was, null), status(MigrationPhase.Blocked, null)))
          .isEmpty();
    }
  }

  @Test
  void theSamePhaseIsNoNews() {
    assertThat(
            MigrationNews.between(
                status(MigrationPhase.Proposed, null), status(MigrationPhase.Proposed, null)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"Failed", "Inconclusive"})
  void aTrialThatProvedNothingIsAWarning(MigrationPhase phase) {
    assertThat(MigrationNews.between(status(MigrationPhase.Trying, null), status(phase, null)))
        .singleElement()
        .extracting(MigrationNews::kind)
        .isEqualTo(Kind.Warning);
  }

  @ParameterizedTest
  @EnumSource(names = {"Observed", "Waiting", "Trying"})
  void aPhaseThatAsksNothingOfAnybodyIsNoNews(MigrationPhase phase) {
    assertThat(MigrationNews.between(status(MigrationPhase.Proposed, null), status(phase, null)))
        .isEmpty();
  }

  @Test
  void anAttemptThatEndedIsNewsOnce() {
    WorkloadMigrationStatus before = status(MigrationPhase.Trying, trial("k", CONTROL, RUNNING));
    WorkloadMigrationStatus after = status(MigrationPhase.Trying, trial("k", CONTROL, FAILED));

    assertThat(MigrationNews.between(before, after))
        .containsExactly(
            new MigrationNews(
                Kind.Warning, "CandidateFailed", "Try", "attempt 1: what happened to 1"));
    assertThat(MigrationNews.between(after, after)).isEmpty();
  }

  @Test
  void anAttemptThatBeginsIsNoNews() {
    assertThat(
            MigrationNews.between(
                status(MigrationPhase.Trying, trial("k", CONTROL)),
                status(MigrationPhase.Trying, trial("k", CONTROL, RUNNING))))
        .isEmpty();
  }

  @Test
  void theSameAttemptOfAnotherTrialIsNews() {
    assertThat(
            MigrationNews.between(
                status(MigrationPhase.Trying, trial("old", CONTROL)),
                status(MigrationPhase.Trying, trial("new", CONTROL))))
        .singleElement()
        .extracting(MigrationNews::reason)
        .isEqualTo("ControlHealthy");
  }

  @Test
  void attemptsComeBeforeWhatTheyLedTo() {
    assertThat(
            MigrationNews.between(
                status(MigrationPhase.Trying, trial("k", CONTROL, RUNNING)),
                status(MigrationPhase.Failed, trial("k", CONTROL, FAILED))))
        .extracting(MigrationNews::reason)
        .containsExactly("CandidateFailed", "Failed");
  }

  @Test
  void aSpoiltStatusBeforeIsNoTrouble() {
    assertThat(
            MigrationNews.between(
                status(null, new TrialStatus(null, null, List.of())),
                status(MigrationPhase.Trying, trial("k", CONTROL))))
        .hasSize(1);
  }

  private static TrialStatus trial(String key, TrialAttempt... attempts) {
    return new TrialStatus(key, null, Arrays.asList(attempts));
  }

  private static TrialAttempt attempt(int number, AttemptRole role, AttemptOutcome outcome) {
    return new TrialAttempt(
        number,
        role,
        "pod",
        outcome,
        "what happened to " + number,
        List.of(),
        List.of(),
        List.of(),
        "2026-03-01T10:00:00Z",
        null);
  }

  private static WorkloadMigrationStatus status(MigrationPhase phase, TrialStatus trial) {
    return new WorkloadMigrationStatus(
        1L,
        phase,
        null,
        null,
        null,
        "the message",
        null,
        null,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        trial,
        List.of());
  }
}
