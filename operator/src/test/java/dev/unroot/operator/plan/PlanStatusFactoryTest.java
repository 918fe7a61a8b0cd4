package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanCounts;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.Limit;
import dev.unroot.operator.ceiling.LimitReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanStatusFactoryTest {
  private static final OtherClaims CLAIMED =
      new OtherClaims(1, List.of("deployment/web (plan other)"));

  /** Of 10 workloads 2 are compliant, 6 have a proposal, and of 4 it is verified. */
  private static final PlanCounts COUNTS = new PlanCounts(10, 7, 1, 1, 2, 6, 4, 2, 1, 3, 0, 1);

  private final MovingClock clock = new MovingClock();
  private final PlanStatusFactory factory = new PlanStatusFactory(clock);

  @ParameterizedTest
  @CsvSource({
    // mode, complete, settled, paused, permission, claimed, phase, progress, ready, work, stalled
    "Observe, false, false, false, false, false, Inventorying, 2/10, false, true, false",
    "Observe, true, false, false, false, false, Inventorying, 2/10, false, true, false",
    "Observe, true, true, false, false, false, Observed, 2/10, true, false, false",
    "Propose, true, false, false, false, false, Inventorying, 8/10, false, true, false",
    "Propose, true, true, false, false, false, Proposed, 8/10, true, false, false",
    "Trial, false, true, false, false, false, Inventorying, 6/10, false, true, false",
    "Trial, true, false, false, false, false, Trying, 6/10, false, true, false",
    "Trial, true, true, false, false, false, Tried, 6/10, true, false, false",
    "Trial, true, false, true, false, false, Paused, 6/10, true, false, false",
    "Trial, false, false, true, false, false, Paused, 6/10, true, false, false",
    "Trial, true, true, false, true, false, Stalled, 6/10, false, false, true",
    "Trial, true, true, false, false, true, Stalled, 6/10, false, false, true",
    "Trial, true, true, true, true, false, Stalled, 6/10, false, false, true",
    "Observe, true, true, false, true, true, Stalled, 2/10, false, false, true"
  })
  void phaseProgressAndConditionsFollowFromTheFacts(
      Mode mode,
      boolean complete,
      boolean settled,
      boolean paused,
      boolean permission,
      boolean claimed,
      String phase,
      String progress,
      boolean ready,
      boolean working,
      boolean stalled) {
    MigrationPlanStatus status =
        factory.status(
            Samples.plan(mode),
            new PlanFacts(
                COUNTS,
                Optional.of(mode),
                complete,
                settled,
                paused,
                List.of(),
                permission ? List.of("may not list deployments") : List.of(),
                claimed ? CLAIMED : OtherClaims.none()));

    assertThat(status.phase()).hasToString(phase);
    assertThat(status.progress()).isEqualTo(progress);
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(truth(status, "Ready")).isEqualTo(ready);
    assertThat(truth(status, "Reconciling")).isEqualTo(working);
    assertThat(truth(status, "Stalled")).isEqualTo(stalled);
    assertThat(condition(status, "Ready").getReason()).isEqualTo(phase);
  }

  @Test
  void theSameFactsMakeTheSameStatusAtAnyLaterTime() {
    MigrationPlan plan = Samples.plan(Mode.Trial);
    plan.setStatus(factory.status(plan, settled(COUNTS)));
    clock.advance(Duration.ofDays(30));

    assertThat(factory.status(plan, settled(COUNTS))).isEqualTo(plan.getStatus());
  }

  @Test
  void aPlanIsMigratedWhenEveryWorkloadMeetsTheTarget() {
    MigrationPlanStatus status =
        factory.status(
            Samples.plan(Mode.Observe),
            settled(new PlanCounts(3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0)));

    assertThat(truth(status, "Migrated")).isTrue();
    assertThat(status.progress()).isEqualTo("3/3");
  }

  @Test
  void aPlanIsNotMigratedWhileOneWorkloadIsLeft() {
    assertThat(truth(factory.status(Samples.plan(Mode.Observe), settled(COUNTS)), "Migrated"))
        .isFalse();
  }

  @Test
  void aPlanIsNotMigratedBeforeEverythingWasLookedAt() {
    PlanFacts early =
        new PlanFacts(
            new PlanCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Optional.of(Mode.Observe),
            false,
            true,
            false,
            List.of(),
            List.of(),
            OtherClaims.none());

    assertThat(truth(factory.status(Samples.plan(Mode.Observe), early), "Migrated")).isFalse();
  }

  @Test
  void aPlanThatSelectsNothingSaysWhereToLook() {
    for (Mode mode : Mode.values()) {
      MigrationPlanStatus status =
          factory.status(
              Samples.plan(mode), settled(new PlanCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));

      assertThat(condition(status, "Ready").getMessage())
          .contains("no workload")
          .contains("spec.selector");
      assertThat(truth(status, "Migrated")).isFalse();
      assertThat(condition(status, "Migrated").getReason()).isEqualTo("NoWorkloads");
    }
  }

  @Test
  void aMissingPermissionIsSpelledOut() {
    PlanFacts facts =
        new PlanFacts(
            COUNTS,
            Optional.of(Mode.Trial),
            true,
            true,
            false,
            List.of(),
            List.of("the operator may not list pods", "the operator may not list deployments"),
            CLAIMED);

    Condition stalled = condition(factory.status(Samples.plan(Mode.Trial), facts), "Stalled");

    assertThat(stalled.getReason()).isEqualTo("PermissionMissing");
    assertThat(stalled.getMessage())
        .isEqualTo("the operator may not list pods; the operator may not list deployments");
  }

  @Test
  void claimedWorkloadsAreNamedUpToFive() {
    PlanFacts facts =
        new PlanFacts(
            COUNTS,
            Optional.of(Mode.Trial),
            true,
            true,
            false,
            List.of(),
            List.of(),
            new OtherClaims(7, List.of("deployment/a (plan x)", "b (plan y)", "c", "d", "e")));

    Condition stalled = condition(factory.status(Samples.plan(Mode.Trial), facts), "Stalled");

    assertThat(stalled.getReason()).isEqualTo("ClaimedByAnotherPlan");
    assertThat(stalled.getMessage())
        .isEqualTo(
            "7 workloads are claimed by another plan: deployment/a (plan x), b (plan y), c, d, e, ...;"
                + " exclude them from one of the plans (spec.exclude)");
  }

  @Test
  void theLargestStatusIsSmall() {
    PlanFacts facts =
        new PlanFacts(
            new PlanCounts(
                10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000, 10000),
            Optional.of(Mode.Trial),
            true,
            true,
            false,
            Collections.nCopies(3, new Limit(LimitReason.ModeAboveCeiling, "l".repeat(2000))),
            Collections.nCopies(1000, "the operator may not " + "x".repeat(300)),
            new OtherClaims(
                10000,
                Collections.nCopies(
                    5, "deployment/" + "w".repeat(253) + " (plan " + "p".repeat(253) + ")")));

    MigrationPlanStatus status = factory.status(Samples.plan(Mode.Trial), facts);

    assertThat(Samples.SERIALIZATION.asJson(status).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(10 * 1024);
  }

  private static PlanFacts settled(PlanCounts counts) {
    return new PlanFacts(
        counts,
        Optional.of(Mode.Observe),
        true,
        true,
        false,
        List.of(),
        List.of(),
        OtherClaims.none());
  }

  private static boolean truth(MigrationPlanStatus status, String type) {
    return status.conditions().stream()
        .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
  }

  private static Condition condition(MigrationPlanStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theMessageOfEachModeSumsUpWhatMatters() {
    assertThat(ready(Mode.Observe, COUNTS))
        .isEqualTo(
            "7 of 10 workloads are known to run as root, 1 more may; mode Propose shows what would"
                + " change");
    assertThat(ready(Mode.Propose, COUNTS))
        .isEqualTo("6 proposals, 2 for a person to decide; mode Trial tries what can be tried");
    assertThat(ready(Mode.Trial, COUNTS))
        .isEqualTo("4 proved, 1 failed, 1 proposed that cannot be tried, 2 for a person to decide");
  }

  @Test
  void whileTrialsGoOnTheMessageTellsHowFarTheyHaveCome() {
    MigrationPlanStatus status = factory.status(Samples.plan(Mode.Trial), trying(false));

    assertThat(condition(status, "Reconciling").getMessage())
        .isEqualTo("12 of 40 tried, 2 running, about 9m left");
    assertThat(condition(status, "Ready").getMessage())
        .isEqualTo("12 of 40 tried, 2 running, about 9m left");
  }

  @Test
  void whatIsTriedAgainLeavesThePlanReady() {
    MigrationPlanStatus status = factory.status(Samples.plan(Mode.Trial), trying(true));

    assertThat(truth(status, "Ready")).isTrue();
    assertThat(condition(status, "Ready").getMessage())
        .isEqualTo(
            "4 proved, 1 failed, 1 being tried again, 1 proposed that cannot be tried, 2 for a person"
                + " to decide");
  }

  private static PlanFacts trying(boolean settled) {
    return new PlanFacts(
        COUNTS,
        Optional.of(Mode.Trial),
        true,
        settled,
        false,
        List.of(),
        List.of(),
        OtherClaims.none(),
        new TrialsProgress(12, 40, 2, 1, Optional.of(Duration.ofSeconds(39)), 2),
        RolloutsProgress.none());
  }

  @Test
  void whereEverythingMeetsTheTargetNothingIsAskedForAnyMore() {
    PlanCounts done = new PlanCounts(3, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0);

    assertThat(ready(Mode.Propose, done)).isEqualTo("every workload meets the target");
    assertThat(ready(Mode.Trial, done)).isEqualTo("every workload meets the target");
  }

  @Test
  void whatAnAdministratorDoesNotAllowIsSaidFirst() {
    PlanFacts limited =
        new PlanFacts(
            COUNTS,
            Optional.of(Mode.Propose),
            true,
            true,
            false,
            List.of(new Limit(LimitReason.ModeAboveCeiling, "spec.mode is Trial, but")),
            List.of(),
            OtherClaims.none());

    MigrationPlanStatus status = factory.status(Samples.plan(Mode.Trial), limited);

    assertThat(status.phase()).isEqualTo(PlanPhase.Proposed);
    assertThat(condition(status, "Ready").getMessage())
        .isEqualTo("spec.mode is Trial, but; 6 proposals, 2 for a person to decide");
    assertThat(condition(status, "Limited").getReason()).isEqualTo("ModeAboveCeiling");
  }

  @Test
  void aPlanThatIsNotAllowedInItsNamespaceIsStalled() {
    PlanFacts refused =
        new PlanFacts(
            new PlanCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            Optional.empty(),
            true,
            true,
            false,
            List.of(new Limit(LimitReason.NamespaceNotAllowed, "not here")),
            List.of(),
            OtherClaims.none());

    Condition stalled = condition(factory.status(Samples.plan(Mode.Observe), refused), "Stalled");

    assertThat(stalled.getReason()).isEqualTo("NamespaceNotAllowed");
    assertThat(stalled.getMessage()).isEqualTo("not here");
  }

  private String ready(Mode mode, PlanCounts counts) {
    PlanFacts facts =
        new PlanFacts(
            counts, Optional.of(mode), true, true, false, List.of(), List.of(), OtherClaims.none());
    return condition(factory.status(Samples.plan(mode), facts), "Ready").getMessage();
  }
}
