package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.operator.inventory.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan tells of its trials while they go on. */
class TrialsProgressTest {
  private final SimulatedPlan simulated = new SimulatedPlan(Mode.Trial);

  @AfterEach
  void end() {
    simulated.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12 | 40 | 2 | 39  | 2 | 12 of 40 tried, 2 running, about 9m left
          39 | 40 | 1 | 100 | 2 | 39 of 40 tried, 1 running, less than 2m left
          39 | 40 | 1 | 120 | 2 | 39 of 40 tried, 1 running, about 2m left
          1  | 40 | 2 | 360 | 2 | 1 of 40 tried, 2 running, about 117m left
          1  | 41 | 2 | 360 | 2 | 1 of 41 tried, 2 running, about 2h left
          1  | 41 | 9 | 360 | 50 | 1 of 41 tried, 9 running, about 6m left
          40 | 40 | 0 | 360 | 2 | 40 of 40 tried, 0 running
          """)
  void whatIsLeftIsEstimatedCoarsely(
      int tried, int all, int running, long seconds, int atOnce, String told) {
    assertThat(
            new TrialsProgress(
                    tried, all, running, 0, Optional.of(Duration.ofSeconds(seconds)), atOnce)
                .told())
        .isEqualTo(told);
  }

  @Test
  void beforeTheFirstHasEndedNobodyKnowsHowLongATrialTakes() {
    IntStream.range(0, 5).forEach(i -> simulated.add("web-" + i));

    simulated.look();

    assertThat(simulated.ledger.tally().progress(2).told()).isEqualTo("0 of 5 tried, 2 running");
  }

  @Test
  void theEstimateIsMadeFromWhatTheTrialsOfThePlanTook() {
    List<WorkloadId> five = IntStream.range(0, 5).mapToObj(i -> simulated.add("web-" + i)).toList();
    simulated.look();
    simulated.writer.settle(five.get(0), MigrationPhase.Verified, trial(Duration.ofMinutes(2)));
    simulated.writer.settle(five.get(1), MigrationPhase.Failed, trial(Duration.ofMinutes(4)));
    simulated.look();
    simulated.look();

    assertThat(simulated.ledger.tally().progress(2).told())
        .isEqualTo("2 of 5 tried, 2 running, about 5m left");
  }

  @Test
  void whatGoesIsCountedNoMore() {
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.writer.settle(web, MigrationPhase.Verified, trial(Duration.ofMinutes(2)));
    simulated.look();
    simulated.remove(web);
    simulated.look();

    assertThat(simulated.ledger.tally().progress(2))
        .isEqualTo(new TrialsProgress(0, 0, 0, 0, Optional.empty(), 2));
  }

  @Test
  void whatIsTriedAgainWasTriedAndWhatIsBlockedNeverWillBe() {
    WorkloadId again = simulated.add("again");
    WorkloadId blocked = simulated.add("blocked");
    simulated.look();
    simulated.writer.settle(
        again, MigrationPhase.Trying, new TrialStatus("key", null, List.of()).again("no room"));
    simulated.writer.settle(blocked, MigrationPhase.Blocked);
    simulated.look();

    assertThat(simulated.ledger.tally().progress(2))
        .isEqualTo(new TrialsProgress(1, 1, 1, 1, Optional.empty(), 2));
  }

  private static TrialStatus trial(Duration took) {
    Instant start = Instant.parse("2026-03-01T10:00:00Z");
    TrialAttempt attempt =
        new TrialAttempt(
            0,
            AttemptRole.Control,
            "pod",
            AttemptOutcome.Healthy,
            "healthy",
            List.of(),
            List.of(),
            List.of(),
            start.toString(),
            start.plus(took).toString());
    return new TrialStatus("key", TrialVerdict.Verified, List.of(attempt));
  }
}
