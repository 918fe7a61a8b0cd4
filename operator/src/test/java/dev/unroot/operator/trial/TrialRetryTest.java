package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.record.TrialRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A trial that could not tell is tried again by itself, ever more rarely. */
class TrialRetryTest {
  private static final Instant ENDED = Instant.parse("2026-03-01T10:00:00Z");

  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
  private final SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 10", "2, 20", "5, 160", "6, 320", "7, 360", "8, 360", "100000, 360"})
  void thePauseDoublesUpToSixHours(int retries, long minutes) {
    assertThat(TrialRetry.at(ended(TrialVerdict.Inconclusive, retries, ENDED.toString())))
        .contains(ENDED.plus(Duration.ofMinutes(minutes)));
  }

  @ParameterizedTest
  @EnumSource(value = TrialVerdict.class, mode = EnumSource.Mode.EXCLUDE, names = "Inconclusive")
  void whatCameToAVerdictIsNotTriedAgain(TrialVerdict verdict) {
    assertThat(TrialRetry.at(ended(verdict, 0, ENDED.toString()))).isEmpty();
  }

  @Test
  void aSpoiltTimeIsNoObstacle() {
    assertThat(TrialRetry.at(ended(TrialVerdict.Inconclusive, 0, "yesterday")))
        .contains(ENDED.minusSeconds(60).plus(Duration.ofMinutes(5)));
  }

  @Test
  void anImageThatCanBePulledByThenIsTriedAndProved() {
    cluster.cannotPull("example/server:1");
    operator.finish();
    cluster.cannotPull("");
    clock.advance(Duration.ofMinutes(5));
    operator.wake();

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.round()).isEqualTo(1);
    assertThat(trial.retries()).isEqualTo(1);
    assertThat(trial.startedAnew())
        .isEqualTo(
            "the round before could not tell: cannot pull the image of server: example/server:1");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void nothingHappensBeforeItsTime() {
    cluster.cannotPull("example/server:1");
    operator.finish();
    int writes = cluster.writes();
    clock.advance(Duration.ofMinutes(4));
    operator.restart();

    operator.finish();

    assertThat(cluster.writes()).isEqualTo(writes);
  }

  @Test
  void eachRoundHasPodsOfItsOwnAndDropsTheAttemptsBefore() {
    cluster.cannotPull("example/server:1");
    operator.finish();
    List<Integer> attempts = new ArrayList<>();
    for (int round = 1; round <= 10; round++) {
      clock.advance(Duration.ofHours(6));
      operator.restart();
      TrialStatus trial = operator.finish();
      assertThat(trial.round()).isEqualTo(round);
      attempts.add(trial.attempts().size());
    }

    assertThat(attempts).containsOnly(1);
    assertThat(cluster.created()).hasSize(11).doesNotHaveDuplicates();
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void whatWasNotIsolatedIsTriedAgainAsWell() {
    operator.network(TrialNetwork.Isolated);
    cluster.enforcesPolicies(false);
    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Inconclusive);
    cluster.enforcesPolicies(true);
    clock.advance(Duration.ofMinutes(5));
    operator.wake();

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void killedAfterAnyWriteARoundIsNeitherLostNorRepeated() {
    SimulatedCluster undisturbed = new SimulatedCluster(clock, TrialStageTest::nginx);
    inTwoRounds(undisturbed, clock, Integer.MAX_VALUE);

    for (int write = 4; write <= undisturbed.writes(); write++) {
      MovingClock time = new MovingClock();
      SimulatedCluster disturbed = new SimulatedCluster(time, TrialStageTest::nginx);
      TrialStatus trial = inTwoRounds(disturbed, time, write);

      assertThat(trial.verdict()).as("after write %s", write).isEqualTo(TrialVerdict.Verified);
      assertThat(trial.round()).as("after write %s", write).isEqualTo(1);
      assertThat(disturbed.created()).hasSize(5).doesNotHaveDuplicates();
      assertThat(disturbed.pods()).isEmpty();
    }
  }

  /** The first round ends with the fourth write, the end of its pod included. */
  private static TrialStatus inTwoRounds(SimulatedCluster in, MovingClock time, int kill) {
    SimulatedOperator operator = new SimulatedOperator(in, time, Samples.web());
    in.cannotPull("example/server:1");
    in.killAfter(kill);
    boolean pulled = false;
    while (true) {
      try {
        TrialStatus trial = operator.finish();
        if (pulled) {
          return trial;
        }
        in.cannotPull("");
        pulled = true;
        time.advance(Duration.ofMinutes(5));
        operator.wake();
      } catch (SimulatedCluster.Killed e) {
        operator.restart();
      }
    }
  }

  private static TrialStatus ended(TrialVerdict verdict, int retries, String finishedAt) {
    TrialAttempt attempt =
        new TrialAttempt(
            0,
            AttemptRole.Control,
            "web-trial-0",
            AttemptOutcome.Inconclusive,
            "no room",
            List.of(),
            List.of(),
            List.of(),
            ENDED.minusSeconds(60).toString(),
            finishedAt);
    return new TrialStatus(
        "key", verdict, null, List.of(attempt), List.of(), retries, retries, null);
  }
}
