package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.ControlName;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.Samples;
import dev.unroot.operator.inventory.WorkloadId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plan some of whose workloads are excepted, and what becomes of that when the day is over. */
class ExceptedWorkloadsTest {
  private final SimulatedPlan simulated = new SimulatedPlan(Mode.Trial); // on 2026-03-01

  @AfterEach
  void close() {
    simulated.close();
  }

  @Test
  void anExceptedWorkloadCountsAndIsNotTried() {
    except("web", "2026-03-01");
    WorkloadId web = simulated.add("web");
    simulated.add("api");

    simulated.look();

    assertThat(simulated.ledger.tally().counts().excepted()).isEqualTo(1);
    assertThat(simulated.ledger.tally().counts().proposed()).isEqualTo(1);
    assertThat(simulated.ledger.tally().trying()).isEqualTo(1);
    assertThat(simulated.migration(web).orElseThrow().spec().exceptions()).hasSize(1);
    assertThat(simulated.migration(web).orElseThrow().spec().isWaiting()).isFalse();
  }

  @Test
  void oneThatExpiredActsAgainAsSoonAsTheDayIsOver() {
    except("web", "2026-03-01");
    WorkloadId web = simulated.add("web");
    simulated.look();
    simulated.writer.settle(web, MigrationPhase.Excepted);
    simulated.look();
    assertThat(simulated.ledger.tally().open()).isZero();

    simulated.clock.advance(Duration.ofHours(14));
    simulated.look();

    assertThat(simulated.ledger.tally().counts().excepted()).isZero();
    assertThat(simulated.ledger.tally().counts().proposed()).isEqualTo(1);
  }

  @Test
  void thePlanSaysWhichHaveExpired() {
    except("web", "2026-02-28");

    MigrationPlanStatus status =
        new PlanStatusFactory(simulated.clock)
            .status(simulated.plan, PlanFacts.nothingYet(Mode.Trial, false));

    assertThat(status.exceptions().expiredOnes())
        .containsExactly("deployment/web: " + everything() + ", until 2026-02-28");
    assertThat(status.conditions())
        .filteredOn(condition -> condition.getType().equals("ExceptionsExpired"))
        .singleElement()
        .satisfies(
            condition -> assertThat(condition.getMessage()).contains("agree on another day"));
  }

  private void except(String name, String expires) {
    MigrationPlanSpec spec = simulated.plan.getSpec();
    simulated.plan.setSpec(
        new MigrationPlanSpec(
            spec.mode(),
            spec.selector(),
            spec.kinds(),
            spec.exclude(),
            spec.target(),
            Samples.TRIAL,
            spec.apply(),
            List.of(
                new AgreedException(
                    "Deployment",
                    name,
                    null,
                    Arrays.asList(ControlName.values()),
                    "is replaced soon",
                    "Ada",
                    expires)),
            null));
  }

  private static String everything() {
    return String.join(", ", Arrays.stream(ControlName.values()).map(ControlName::name).toList());
  }
}
