package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChildrenTest {
  private final MigrationPlan plan = Samples.plan(Mode.Trial);
  private final List<Workload> five =
      IntStream.range(0, 5).mapToObj(i -> Samples.web("web-" + i)).toList();

  @Test
  void aMigrationIsNamedByItsWorkloadAndOwnedByItsPlan() {
    WorkloadMigration child = desired(Mode.Propose, five.subList(0, 1), List.of()).get(0);

    assertThat(child.getMetadata().getName()).startsWith("deployment-web-0-");
    assertThat(child.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(child.getMetadata().getLabels()).containsEntry("unroot.dev/plan", "shop");
    assertThat(child.getSpec().workload().name()).isEqualTo("web-0");
    assertThat(child.getSpec().target()).isEqualTo(plan.getSpec().target());
    assertThat(child.getSpec().trial()).isEqualTo(plan.getSpec().trial());
    assertThat(child.getMetadata().getOwnerReferences())
        .singleElement()
        .extracting(OwnerReference::getKind, OwnerReference::getUid, OwnerReference::getController)
        .containsExactly("MigrationPlan", "9f8e7d6c", true);
  }

  @Test
  void aPlansLongNameIsCutToAValidLabel() {
    plan.getMetadata().setName("p".repeat(62) + "." + "q".repeat(100));

    assertThat(
            desired(Mode.Propose, five.subList(0, 1), List.of())
                .get(0)
                .getMetadata()
                .getLabels()
                .get("unroot.dev/plan"))
        .isEqualTo("p".repeat(62));
  }

  @Test
  void aPlanOfNothingHasNoMigrations() {
    assertThat(desired(Mode.Trial, List.of(), List.of())).isEmpty();
  }

  @Test
  void withoutTrialsNobodyWaits() {
    for (Mode mode : List.of(Mode.Observe, Mode.Propose)) {
      assertThat(desired(mode, five, List.of()))
          .hasSize(5)
          .allSatisfy(
              child -> {
                assertThat(child.getSpec().stage()).isEqualTo(mode);
                assertThat(child.getSpec().isWaiting()).isFalse();
              });
    }
  }

  @Test
  void onlyAsManyAsAllowedAreTriedAtOnce() {
    assertThat(turns(desired(Mode.Trial, five, List.of()))).containsExactly("web-0", "web-1");
  }

  @Test
  void oneThatHasItsTurnKeepsItUntilItHasItsVerdict() {
    List<WorkloadMigration> present = desired(Mode.Trial, five, List.of());
    for (MigrationPhase phase : List.of(MigrationPhase.Trying, MigrationPhase.Waiting)) {
      present.get(0).setStatus(status(phase));

      assertThat(turns(desired(Mode.Trial, five, present))).containsExactly("web-0", "web-1");
    }
  }

  @Test
  void aVerdictPassesTheTurnOn() {
    List<WorkloadMigration> present = desired(Mode.Trial, five, List.of());
    present.get(0).setStatus(status(MigrationPhase.Verified));

    assertThat(active(desired(Mode.Trial, five, present), present))
        .containsExactly("web-1", "web-2");
  }

  @Test
  void aVerdictOnAnEarlierSpecDoesNotPassTheTurnOn() {
    List<WorkloadMigration> present = desired(Mode.Trial, five, List.of());
    present.get(0).setStatus(status(MigrationPhase.Verified));
    present.get(0).getMetadata().setGeneration(2L);

    assertThat(turns(desired(Mode.Trial, five, present))).containsExactly("web-0", "web-1");
  }

  @Test
  void atNoTimeAreMoreTriedThanAllowedAndEveryWorkloadHasItsTurn() {
    List<WorkloadMigration> present = new ArrayList<>();
    List<String> tried = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      List<WorkloadMigration> next = desired(Mode.Trial, five, present);
      carryStatus(present, next);
      List<String> active = active(next, next);
      assertThat(active).hasSizeLessThanOrEqualTo(2);
      active.stream().limit(1).forEach(name -> settle(next, name, tried));
      present = next;
    }

    assertThat(tried).containsExactly("web-0", "web-1", "web-2", "web-3", "web-4");
  }

  @Test
  void loweringTheModeTakesEveryTurnBack() {
    List<WorkloadMigration> present = desired(Mode.Trial, five, List.of());

    assertThat(desired(Mode.Propose, five, present))
        .allSatisfy(child -> assertThat(child.getSpec().stage()).isEqualTo(Mode.Propose));
  }

  @Test
  void raisingTheModeAgainGivesTurnsAnew() {
    List<WorkloadMigration> lowered =
        desired(Mode.Propose, five, desired(Mode.Trial, five, List.of()));

    assertThat(turns(desired(Mode.Trial, five, lowered))).containsExactly("web-0", "web-1");
  }

  @Test
  void aMigrationWhoseWorkloadIsGoneIsNotDesired() {
    List<WorkloadMigration> present = desired(Mode.Trial, five, List.of());

    assertThat(desired(Mode.Trial, five.subList(1, 5), present)).hasSize(4);
  }

  @Test
  void whatWaitsIsNotSettled() {
    WorkloadMigration waiting = desired(Mode.Trial, five, List.of()).get(4);
    waiting.setStatus(status(MigrationPhase.Blocked));

    assertThat(Children.isSettled(waiting)).isFalse();
  }

  @Test
  void whatHasNoStatusIsNotSettled() {
    assertThat(Children.isSettled(desired(Mode.Observe, five, List.of()).get(0))).isFalse();
  }

  private List<WorkloadMigration> desired(
      Mode mode, List<Workload> workloads, Collection<WorkloadMigration> present) {
    Map<String, WorkloadMigration> desired = Children.desired(plan, mode, workloads, present);
    desired.values().forEach(child -> child.getMetadata().setGeneration(1L));
    return new ArrayList<>(desired.values());
  }

  private static List<String> turns(List<WorkloadMigration> children) {
    return children.stream()
        .filter(child -> child.getSpec().stage() == Mode.Trial && !child.getSpec().isWaiting())
        .map(child -> child.getSpec().workload().name())
        .toList();
  }

  /** Those of {@code children} that have their turn and, by {@code statuses}, no verdict yet. */
  private static List<String> active(
      List<WorkloadMigration> children, List<WorkloadMigration> statuses) {
    List<String> settled =
        statuses.stream()
            .filter(Children::isSettled)
            .map(child -> child.getSpec().workload().name())
            .toList();
    return turns(children).stream().filter(name -> !settled.contains(name)).toList();
  }

  private static void carryStatus(List<WorkloadMigration> from, List<WorkloadMigration> to) {
    for (WorkloadMigration child : to) {
      from.stream()
          .filter(c -> c.getMetadata().getName().equals(child.getMetadata().getName()))
          .forEach(c -> child.setStatus(c.getStatus()));
    }
  }

  private static void settle(List<WorkloadMigration> children, String name, List<String> tried) {
    children.stream()
        .filter(child -> child.getSpec().workload().name().equals(name))
        .forEach(child -> child.setStatus(status(MigrationPhase.Verified)));
    tried.add(name);
  }

  private static WorkloadMigrationStatus status(MigrationPhase phase) {
    return new WorkloadMigrationStatus(
        1L, phase, null, null, null, null, List.of(), List.of(), null, null, List.of());
  }
}
