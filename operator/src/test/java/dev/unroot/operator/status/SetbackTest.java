package dev.unroot.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.OwnerStatus;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetbackTest {
  private static final Exception UNAVAILABLE =
      new KubernetesClientException(
          new StatusBuilder().withCode(503).withMessage("etcd has no leader").build());

  private final MovingClock clock = new MovingClock();

  @Test
  void nothingThatWasKnownOfAMigrationIsLost() {
    WorkloadMigration migration = Samples.migration(Samples.web(), Mode.Trial);
    TrialStatus trial = new TrialStatus("key", TrialVerdict.Failed, List.of());
    WorkloadMigrationStatus before =
        new WorkloadMigrationStatus(
            1L,
            MigrationPhase.Failed,
            "privileged",
            true,
            false,
            "no remedy is left",
            new OwnerStatus("Helm release shop/web", "an annotation"),
            Delivery.Patch,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            trial,
            List.of(condition("Ready", "True"), condition("Stalled", "True")));
    migration.setStatus(before);

    WorkloadMigrationStatus after = Setback.in(migration, UNAVAILABLE, clock);

    assertThat(after).usingRecursiveComparison().ignoringFields("conditions").isEqualTo(before);
    assertThat(after.conditions())
        .extracting(Condition::getType, Condition::getStatus)
        .containsExactly(
            tuple("Stalled", "True"), tuple("Ready", "False"), tuple("Reconciling", "True"));
  }

  @Test
  void nothingThatWasKnownOfAPlanIsLost() {
    MigrationPlan plan = Samples.plan(Mode.Trial);
    MigrationPlanStatus before =
        new MigrationPlanStatus(
            1L,
            PlanPhase.Trying,
            "3/4",
            new PlanCounts(4, 3, 0, 0, 1, 3, 2, 0, 0, 1, 0, 0),
            List.of(condition("Ready", "False"), condition("Migrated", "False")));
    plan.setStatus(before);

    MigrationPlanStatus after = Setback.in(plan, UNAVAILABLE, clock);

    assertThat(after).usingRecursiveComparison().ignoringFields("conditions").isEqualTo(before);
    assertThat(after.conditions())
        .extracting(Condition::getType)
        .containsExactly("Migrated", "Ready", "Reconciling");
  }

  @Test
  void aSetbackBeforeAnythingWasKnownShowsToo() {
    assertThat(Setback.in(Samples.plan(Mode.Observe), UNAVAILABLE, clock).conditions())
        .extracting(Condition::getMessage)
        .containsOnly("the API server answered 503: etcd has no leader");
    assertThat(
            Setback.in(Samples.migration(Samples.web(), Mode.Observe), UNAVAILABLE, clock)
                .conditions())
        .hasSize(2);
  }

  @Test
  void theSameTroubleTwiceIsTheSameStatus() {
    MigrationPlan plan = Samples.plan(Mode.Observe);
    plan.setStatus(Setback.in(plan, UNAVAILABLE, clock));
    clock.advance(Duration.ofMinutes(1));

    assertThat(Setback.in(plan, UNAVAILABLE, clock)).isEqualTo(plan.getStatus());
  }

  @Test
  void anAddressOfTheApiServerIsNotShown() {
    Exception unreachable =
        new KubernetesClientException(
            "Operation: [list] failed",
            new IOException("Failed to connect to /10.0.0.1:6443 as token abc"));

    assertThat(Setback.in(Samples.plan(Mode.Observe), unreachable, clock).conditions())
        .extracting(Condition::getMessage)
        .containsOnly("the API server did not answer");
  }

  @Test
  void aMistakeOfOurOwnIsNamedWithoutItsText() {
    assertThat(
            Setback.in(Samples.plan(Mode.Observe), new IllegalStateException("password=x"), clock)
                .conditions())
        .extracting(Condition::getMessage)
        .containsOnly("an error of the operator itself: IllegalStateException");
  }

  private static Condition condition(String type, String status) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason("Before")
        .withMessage("before")
        .withLastTransitionTime("2026-02-01T00:00:00Z")
        .build();
  }
}
