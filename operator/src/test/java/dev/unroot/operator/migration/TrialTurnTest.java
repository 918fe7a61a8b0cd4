package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.register.RegisteredMigration;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrialTurnTest {
  private static final String PLAN = "9f8e7d6c";

  private final WorkloadMigration migration = migration();
  private final TrialSlots slots = new TrialSlots(1);
  private final String slot =
      RegisteredMigration.slot(PLAN, "shop", migration.getMetadata().getName());

  @Test
  void whatWouldBeginNeedsTheSlotThatItsPlanTook() {
    assertThat(TrialTurn.has(migration, Optional.empty(), slots)).isFalse();

    slots.take(slot);

    assertThat(TrialTurn.has(migration, Optional.empty(), slots)).isTrue();
  }

  @Test
  void whatIsGoingOnKeepsItsSlotOverARestart() {
    slots.take("elsewhere");

    assertThat(TrialTurn.has(migration, trial(null), slots)).isTrue();
    assertThat(slots.holds(slot)).isTrue();
  }

  @Test
  void whatHasItsVerdictTakesNoSlot() {
    assertThat(TrialTurn.has(migration, trial(TrialVerdict.Verified), slots)).isTrue();
    assertThat(slots.count()).isZero();
  }

  @Test
  void whatIsTriedAgainTakesASlotWhereItsPlanAndTheClusterHaveOne() {
    slots.take("elsewhere/other");
    assertThat(TrialTurn.take(migration, slots)).isFalse();
    slots.changeMaximum(10);
    slots.take(PLAN + "/shop/one");
    assertThat(TrialTurn.take(migration, slots)).isTrue();
    assertThat(TrialTurn.take(migration, slots)).isTrue();
    slots.release(slot);
    slots.take(PLAN + "/shop/two");

    assertThat(TrialTurn.take(migration, slots)).isFalse();
  }

  private static Optional<TrialStatus> trial(TrialVerdict verdict) {
    return Optional.of(new TrialStatus("key", verdict, List.of()));
  }

  private static WorkloadMigration migration() {
    WorkloadMigration migration = Samples.migration(Samples.web(), Mode.Trial);
    migration
        .getMetadata()
        .setOwnerReferences(
            List.of(new OwnerReferenceBuilder().withKind("MigrationPlan").withUid(PLAN).build()));
    return migration;
  }
}
