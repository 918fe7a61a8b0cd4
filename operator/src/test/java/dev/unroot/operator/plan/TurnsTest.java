package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.operator.Samples;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is to be tried: at most two at once, by the sample plan. */
class TurnsTest {
  private final SimulatedPlan simulated = new SimulatedPlan(Mode.Trial);
  private final List<WorkloadId> five =
      IntStream.range(0, 5).mapToObj(i -> simulated.add("web-" + i)).toList();

  @AfterEach
  void end() {
    simulated.close();
  }

  @Test
  void onlyAsManyAsAllowedAreTriedAtOnce() {
    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-0", "web-1");
    assertThat(simulated.register.migrations("shop")).hasSize(5);
  }

  @Test
  void oneThatHasItsTurnKeepsItUntilItHasItsVerdict() {
    simulated.look();
    for (MigrationPhase phase : List.of(MigrationPhase.Trying, MigrationPhase.Waiting)) {
      simulated.writer.settle(five.get(0), phase);
      simulated.look();

      assertThat(simulated.trying()).containsExactly("web-0", "web-1");
    }
  }

  @Test
  void aVerdictPassesTheTurnOn() {
    simulated.look();
    simulated.writer.settle(five.get(0), MigrationPhase.Verified);
    simulated.look();
    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-1", "web-2");
  }

  @Test
  void atNoTimeAreMoreTriedThanAllowedAndEveryWorkloadHasItsTurn() {
    List<String> tried = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      simulated.look();
      List<String> trying = simulated.trying();
      assertThat(trying).hasSizeLessThanOrEqualTo(2);
      trying.stream()
          .limit(1)
          .forEach(
              name -> {
                tried.add(name);
                simulated.writer.settle(
                    Samples.listed(Samples.web(name)).id(), MigrationPhase.Verified);
              });
    }

    assertThat(tried).containsExactly("web-0", "web-1", "web-2", "web-3", "web-4");
    assertThat(simulated.slots.count()).isZero();
  }

  @Test
  void noMoreAreTriedThanTheClusterHasSlots() {
    simulated.slots.changeMaximum(1);

    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-0");
  }

  @Test
  void aSlotThatGetsFreeIsTaken() {
    simulated.slots.changeMaximum(1);
    simulated.slots.take("elsewhere/other");
    simulated.look();
    assertThat(simulated.trying()).isEmpty();
    assertThat(simulated.ledger.someWait()).isTrue();

    simulated.slots.release("elsewhere/other");
    simulated.look();

    assertThat(simulated.trying()).hasSize(1);
  }

  @Test
  void loweringTheModeTakesEveryTurnBack() {
    simulated.look();

    simulated.edit(Mode.Propose);
    simulated.look();

    assertThat(simulated.trying()).isEmpty();
    assertThat(simulated.slots.count()).isZero();
    assertThat(simulated.ledger.someWait()).isFalse();
  }

  @Test
  void raisingTheModeAgainGivesTurnsAnew() {
    simulated.look();
    simulated.edit(Mode.Propose);
    simulated.look();
    simulated.edit(Mode.Trial);
    simulated.look();

    assertThat(simulated.trying()).hasSize(2);
  }

  @Test
  void aWorkloadThatGoesGivesItsTurnBack() {
    simulated.look();

    simulated.remove(five.get(0));
    simulated.look();
    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-1", "web-2");
    assertThat(simulated.slots.count()).isEqualTo(2);
  }

  @Test
  void aFailedWriteGivesTheSlotBack() {
    simulated.writer.fail(5);
    try {
      simulated.look();
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessageContaining("out of order");
    }

    assertThat(simulated.slots.count()).isZero();
  }

  @Test
  void oneWhoseVerdictBecameStaleWaitsLikeTheOthers() {
    simulated.look();
    simulated.writer.settle(five.get(0), MigrationPhase.Verified);
    simulated.look();
    simulated.look();
    assertThat(simulated.trying()).containsExactly("web-1", "web-2");

    simulated.writer.settle(five.get(0), MigrationPhase.Waiting); // as its worker does
    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-1", "web-2");
    assertThat(simulated.migration(five.get(0)).orElseThrow().spec().isWaiting()).isTrue();
    simulated.writer.settle(five.get(1), MigrationPhase.Verified);
    simulated.look();
    simulated.look();
    assertThat(simulated.trying()).containsExactly("web-0", "web-2");
  }

  @Test
  void oneThatIsTriedAgainTakesATurnAndIsNoWorkLeft() {
    TrialStatus again = new TrialStatus("key", null, List.of()).again("no room");
    simulated.look();
    for (WorkloadId workload : five) {
      simulated.writer.settle(workload, MigrationPhase.Verified);
      simulated.look();
      simulated.look();
    }
    assertThat(simulated.ledger.tally().open()).isZero();

    simulated.slots.take(simulated.migration(five.get(3)).orElseThrow().slot());
    simulated.writer.settle(five.get(3), MigrationPhase.Trying, again);
    simulated.writer.writes();
    simulated.look();

    assertThat(simulated.trying()).containsExactly("web-3");
    assertThat(simulated.ledger.tally().open()).isZero();
    assertThat(simulated.ledger.tally().trying()).isEqualTo(1);
    assertThat(simulated.slots.count()).isEqualTo(1);
    assertThat(simulated.writer.writes()).isEmpty();
  }

  @Test
  void oneThatIsTriedAgainHasWorkLeftOnceThePlanAsksForSomethingElse() {
    simulated.look();
    simulated.writer.settle(
        five.get(0),
        MigrationPhase.Trying,
        new TrialStatus("key", null, List.of()).again("no room"));
    simulated.look();
    int open = simulated.ledger.tally().open();

    simulated.edit(Mode.Propose);
    simulated.look();

    assertThat(simulated.ledger.tally().open()).isEqualTo(open + 1);
  }

  @Test
  void oneThatIsTriedAgainAndLostItsSlotGoesOn() {
    simulated.look();
    simulated.writer.settle(
        five.get(0),
        MigrationPhase.Trying,
        new TrialStatus("key", null, List.of()).again("no room"));
    simulated.slots.release(simulated.migration(five.get(0)).orElseThrow().slot());

    simulated.look();

    assertThat(simulated.migration(five.get(0)).orElseThrow().spec().isWaiting()).isFalse();
  }

  @Test
  void oneThatAnotherPlanClaimedFirstTakesNoSlot() {
    simulated.look();
    SimulatedPlan second = SimulatedPlan.beside(simulated, "another");
    for (WorkloadId workload : five) {
      second.workloads.put(Samples.web(workload.name()));
      second.ledger.report(workload);
    }
    five.forEach(workload -> second.register.written(simulated.writer.stored(workload)));

    second.look();

    assertThat(second.slots.count()).isZero();
    assertThat(second.ledger.claimedByAnother()).hasSize(5);
    second.close();
  }

  @Test
  void inANamespaceThatIsBeingDeletedNoSlotIsTaken() {
    simulated.writer.terminate();

    simulated.look();

    assertThat(simulated.slots.count()).isZero();
  }

  @Test
  void whatIsNeverTriedWaitsForNobody() {
    WorkloadId asleep =
        simulated.workloads.put(
            Samples.manifest(
                """
                metadata: {name: asleep, namespace: shop}
                spec:
                  replicas: 0
                  template: {spec: {containers: [{name: server, image: "example/server:1"}]}}
                """));
    simulated.ledger.report(asleep);

    simulated.look();

    assertThat(simulated.migration(asleep).orElseThrow().spec().isWaiting()).isFalse();
    assertThat(simulated.ledger.tally().counts().notTried()).isEqualTo(1);
    assertThat(simulated.ledger.tally().trying()).isEqualTo(2);
  }

  @Test
  void whatNobodyCanProposeForWaitsForNobody() {
    WorkloadId agent = simulated.workloads.put(Samples.privileged());
    simulated.ledger.report(agent);

    simulated.look();

    assertThat(simulated.migration(agent).orElseThrow().spec().isWaiting()).isFalse();
  }
}
