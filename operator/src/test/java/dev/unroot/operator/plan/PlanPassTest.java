package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.Samples;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.register.MigrationName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanPassTest {
  private final SimulatedPlan simulated = new SimulatedPlan(Mode.Propose);

  @AfterEach
  void end() {
    simulated.close();
  }

  @Test
  void aMigrationIsNamedByItsWorkloadAndOwnedByItsPlan() {
    WorkloadId web = simulated.add("web");

    simulated.look();

    WorkloadMigration made = simulated.writer.stored(web);
    assertThat(made.getMetadata().getName()).isEqualTo("deployment-web-752b7");
    assertThat(made.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(made.getMetadata().getLabels()).containsEntry("unroot.dev/plan", "shop");
    assertThat(made.getSpec().workload().kind()).isEqualTo("Deployment");
    assertThat(made.getSpec().target()).isEqualTo(simulated.plan.getSpec().target());
    assertThat(made.getSpec().trial()).isEqualTo(simulated.plan.getSpec().trial());
    assertThat(made.getMetadata().getOwnerReferences())
        .singleElement()
        .extracting(OwnerReference::getKind, OwnerReference::getUid, OwnerReference::getController)
        .containsExactly("MigrationPlan", "9f8e7d6c", true);
  }

  @Test
  void aPlansLongNameIsCutToAValidLabel() {
    simulated.plan.getMetadata().setName("p".repeat(62) + "." + "q".repeat(100));
    WorkloadId web = simulated.add("web");

    simulated.look();

    assertThat(simulated.writer.stored(web).getMetadata().getLabels().get("unroot.dev/plan"))
        .isEqualTo("p".repeat(62));
  }

  @Test
  void whatMeetsItsTargetHasNoMigrationButIsCounted() {
    simulated.workloads.put(Samples.compliant());

    simulated.look();

    assertThat(simulated.writer.writes()).isEmpty();
    assertThat(simulated.ledger.tally().counts().compliant()).isEqualTo(1);
    assertThat(simulated.ledger.tally().open()).isZero();
  }

  @Test
  void aMigrationStaysWhenItsWorkloadMeetsTheTarget() {
    WorkloadId safe = simulated.workloads.put(Samples.web("safe"));
    simulated.look();
    simulated.writer.writes();

    simulated.workloads.put(Samples.compliant());
    simulated.ledger.report(safe);
    simulated.look();

    assertThat(simulated.writer.writes()).isEmpty();
    assertThat(simulated.migration(safe)).isPresent();
    assertThat(simulated.ledger.tally().counts().compliant()).isEqualTo(1);
  }

  @Test
  void anotherLookWritesNothingAndReadsNothing() {
    simulated.add("web");
    simulated.look();
    simulated.writer.writes();
    int reads = simulated.workloads.reads();

    simulated.look();

    assertThat(simulated.writer.writes()).isEmpty();
    assertThat(simulated.workloads.reads()).isEqualTo(reads);
  }

  @Test
  void aChangeOfOneWorkloadReadsOnlyThatOne() {
    for (int i = 0; i < 50; i++) {
      simulated.add("web-" + i);
    }
    simulated.look();
    int reads = simulated.workloads.reads();

    simulated.add("web-7");
    simulated.look();

    assertThat(simulated.workloads.reads()).isEqualTo(reads + 1);
  }

  @Test
  void anOperatorThatIsStartedAgainWritesNothing() {
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.writer.settle(web, MigrationPhase.Proposed);
    simulated.writer.writes();
    Ledger fresh = new Ledger();
    fresh.report(web);

    new PlanPass(
            fresh,
            new Decider(
                simulated.plan,
                AgreedExceptions.of(List.of(), java.time.Clock.systemUTC()),
                Optional.of(Mode.Propose),
                simulated.workloads,
                simulated.register,
                simulated.slots,
                WorkloadKnowledge.of(Knowledge.of(ImageFacts.builtIn())),
                fresh,
                true),
            simulated.writer,
            java.util.concurrent.ForkJoinPool.commonPool())
        .run(java.time.Clock.systemUTC(), java.time.Instant.MAX);

    assertThat(simulated.writer.writes()).isEmpty();
    assertThat(fresh.tally().counts()).isEqualTo(simulated.ledger.tally().counts());
  }

  @Test
  void aMigrationGoesWithItsWorkload() {
    WorkloadId web = simulated.add("web");
    simulated.look();

    simulated.remove(web);
    simulated.look();

    assertThat(simulated.migration(web)).isEmpty();
    assertThat(simulated.ledger.tally().counts().workloads()).isZero();
  }

  @Test
  void whatIsOnlyOutOfSightKeepsItsMigration() {
    WorkloadId web = simulated.add("web");
    simulated.look();

    simulated.workloads.goBlind();
    simulated.remove(web);
    simulated.look();

    assertThat(simulated.migration(web)).isPresent();
  }

  @Test
  void whatIsClaimedNoLongerLosesItsMigrationEvenWhereNotEverythingIsInSight() {
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.workloads.goBlind();

    simulated.look(Optional.empty());

    assertThat(simulated.migration(web)).isEmpty();
  }

  @Test
  void twoPlansThatClaimOneWorkloadAreSettledByTheNameOfItsMigration() {
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.plan.getMetadata().setUid("another");
    simulated.ledger.report(web);

    simulated.look();

    assertThat(simulated.ledger.claimedByAnother()).containsExactly(web);
    assertThat(simulated.ledger.tally().open()).isZero();
    assertThat(simulated.ledger.tally().counts().workloads()).isZero();
  }

  @Test
  void aClaimThatAnotherPlanGivesUpIsTakenOver() {
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.plan.getMetadata().setUid("another");
    simulated.ledger.report(web);
    simulated.look();

    simulated.writer.delete(simulated.migration(web).orElseThrow());
    simulated.look();

    assertThat(simulated.ledger.claimedByAnother()).isEmpty();
    assertThat(simulated.migration(web).orElseThrow().plan()).isEqualTo("another");
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenByALaterLook() {
    for (int i = 0; i < 10; i++) {
      simulated.add("web-" + i);
    }
    simulated.writer.fail(3);

    assertThatThrownBy(simulated::look).hasMessageContaining("out of order");
    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(7);
    simulated.look();

    assertThat(simulated.register.migrations("shop")).hasSize(10);
    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(10);
  }

  @Test
  void oneThatCannotBeReadKeepsNobodyElseFromBeingLookedAt() {
    WorkloadId broken = simulated.add("a");
    simulated.add("b");
    simulated.workloads.breakOn(broken);

    assertThatThrownBy(simulated::look).hasMessageContaining("cannot be read");

    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(1);
    simulated.workloads.mend();
    simulated.look();
    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(2);
  }

  @Test
  void aLookThatTakesTooLongLeavesTheRestForTheNextOne() {
    for (int i = 0; i < 10; i++) {
      simulated.add("web-" + i);
    }
    simulated.workloads.onRead(() -> simulated.clock.advance(Duration.ofSeconds(1)));

    simulated.look(Duration.ofMillis(2_500));

    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(3);
    assertThat(simulated.ledger.hasChanges()).isTrue();
    while (simulated.ledger.hasChanges()) {
      simulated.look(Duration.ofMillis(2_500));
    }
    assertThat(simulated.ledger.tally().counts().workloads()).isEqualTo(10);
    assertThat(simulated.workloads.reads()).isEqualTo(10);
  }

  @Test
  void aNamespaceThatIsBeingDeletedIsLeftInPeace() {
    simulated.add("web");
    simulated.writer.terminate();

    simulated.look();
    simulated.writer.writes();
    simulated.look();

    assertThat(simulated.writer.writes()).isEmpty();
  }

  @Test
  void anEditedPlanAsksEveryMigrationForSomethingElse() {
    simulated.add("a");
    simulated.add("b");
    simulated.look();
    simulated.writer.writes();

    simulated.edit(Mode.Observe);
    simulated.look();

    assertThat(simulated.writer.writes())
        .containsExactlyInAnyOrder("change " + name("a"), "change " + name("b"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theCountsAreThoseOfAFreshCountWhateverHappened(long seed) {
    Random random = new Random(seed);
    List<WorkloadId> there = new ArrayList<>();
    for (int step = 0; step < 300; step++) {
      change(random, there);
      if (random.nextInt(4) == 0) {
        simulated.look();
      }
    }
    simulated.look();
    PlanCounts kept = simulated.ledger.tally().counts();
    int open = simulated.ledger.tally().open();

    Tally fresh = new Tally();
    simulated.ledger.workloads().stream()
        .map(id -> simulated.ledger.entry(id).orElseThrow())
        .forEach(fresh::add);

    assertThat(kept).isEqualTo(fresh.counts());
    assertThat(open).isEqualTo(fresh.open());
    assertThat(simulated.ledger.workloads()).isEqualTo(simulated.workloads.ids("shop"));
    assertThat(simulated.register.migrations("shop"))
        .allSatisfy(m -> assertThat(simulated.workloads.revision(m.workload())).isPositive());
  }

  private void change(Random random, List<WorkloadId> there) {
    int what = random.nextInt(5);
    if (what < 2 || there.isEmpty()) {
      there.add(simulated.add("web-" + random.nextInt(20)));
    } else if (what == 2) {
      simulated.remove(there.remove(random.nextInt(there.size())));
    } else {
      WorkloadId some = there.get(random.nextInt(there.size()));
      if (simulated.writer.stored(some) != null) {
        MigrationPhase[] phases = MigrationPhase.values();
        simulated.writer.settle(some, phases[random.nextInt(phases.length)]);
      }
    }
  }

  private static String name(String workload) {
    return MigrationName.of(Samples.listed(Samples.web(workload)).id());
  }
}
