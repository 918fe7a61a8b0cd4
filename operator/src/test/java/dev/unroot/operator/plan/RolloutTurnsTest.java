package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialLessons;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.register.RegisteredMigration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is to be rolled out: one after the other, by the sample plan. */
class RolloutTurnsTest {
  private static final TrialStatus TAUGHT =
      new TrialStatus("key", null, List.of())
          .taught(
              TrialLessons.none()
                  .with("hash", List.of(new Evidence("web", "PathNotWritable", "/srv", "line"))),
              "its rollout was taken back");

  private final SimulatedPlan simulated = new SimulatedPlan(Mode.Apply);
  private final List<WorkloadId> three =
      IntStream.range(0, 3).mapToObj(i -> simulated.add("web-" + i)).toList();

  @BeforeEach
  void prove() {
    simulated.look();
    simulated.ledger.looked();
    for (int round = 0; round < 3; round++) { // two are tried at once, and then the third
      three.stream()
          .filter(id -> !simulated.migration(id).orElseThrow().spec().isWaiting())
          .forEach(id -> simulated.writer.settle(id, MigrationPhase.Verified));
      simulated.look();
    }
  }

  @AfterEach
  void end() {
    simulated.close();
  }

  @Test
  void oneBeginsAfterTheOther() {
    assertThat(rollingOut()).containsExactly("web-0");

    settle(0, MigrationPhase.Migrated, null);

    assertThat(rollingOut()).containsExactly("web-1");
  }

  @Test
  void afterOneWasTakenBackNoOtherBegins() {
    settle(0, MigrationPhase.RolledBack, null);

    assertThat(rollingOut()).isEmpty();
    assertThat(simulated.ledger.tally().takenBack()).isEqualTo(1);
  }

  @Test
  void whatWasTaughtIsTheFirstToGoOnAndTheOthersWaitForIt() {
    settle(1, MigrationPhase.RolledBack, null);
    settle(0, MigrationPhase.Migrated, null);
    for (MigrationPhase phase : List.of(MigrationPhase.Waiting, MigrationPhase.Trying)) {
      settle(1, phase, TAUGHT);
      assertThat(rollingOut()).isEmpty();
    }

    settle(1, MigrationPhase.Verified, TAUGHT);

    assertThat(rollingOut()).containsExactly("web-1");
    settle(1, MigrationPhase.Migrated, TAUGHT);
    assertThat(rollingOut()).containsExactly("web-2");
    assertThat(simulated.ledger.tally().takenBack()).isZero();
  }

  @Test
  void whatIsProvedAnewIsNotForgottenWhileAnotherIsRolledOut() {
    settle(2, MigrationPhase.Verified, TAUGHT);
    assertThat(rollingOut()).containsExactly("web-0");

    settle(0, MigrationPhase.Migrated, null);

    assertThat(rollingOut()).containsExactly("web-2");
  }

  @Test
  void whatLedToNothingKeepsTheOthersWaiting() {
    settle(0, MigrationPhase.RolledBack, null);
    settle(0, MigrationPhase.Failed, TAUGHT);

    assertThat(rollingOut()).isEmpty();
  }

  /** Its spec is told to first, as a worker would find it, and looked at until nothing changes. */
  private void settle(int index, MigrationPhase phase, TrialStatus trial) {
    simulated.writer.settle(three.get(index), phase, trial);
    simulated.look();
    simulated.look();
  }

  private List<String> rollingOut() {
    return simulated.register.migrations("shop").stream()
        .filter(migration -> migration.spec().rollOut())
        .map(RegisteredMigration::workload)
        .map(WorkloadId::name)
        .sorted()
        .toList();
  }
}
