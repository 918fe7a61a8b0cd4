package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.operator.Samples;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReconcilerTest {
  private final MigrationPlan before = Samples.plan(Mode.Trial);
  private final MigrationPlan after = Samples.plan(Mode.Trial);

  @Test
  void aPlansOwnStatusIsNotWorthALook() {
    after.setStatus(new MigrationPlanStatus(1L, PlanPhase.Trying, "0/1", null, List.of()));
    after.getMetadata().setResourceVersion("2");

    assertThat(PlanReconciler.isWorthALook(after, before)).isFalse();
  }

  @Test
  void aNewSpecIsWorthALook() {
    after.getMetadata().setGeneration(2L);

    assertThat(PlanReconciler.isWorthALook(after, before)).isTrue();
  }

  @Test
  void pausingIsWorthALook() {
    after.getMetadata().setAnnotations(Map.of("unroot.dev/paused", "true"));

    assertThat(PlanReconciler.isWorthALook(after, before)).isTrue();
    assertThat(PlanReconciler.isWorthALook(before, after)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "yes", "until monday"})
  void anyWordButFalsePauses(String word) {
    after.getMetadata().setAnnotations(Map.of("unroot.dev/paused", word));

    assertThat(Terms.isPaused(after)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "false", "False"})
  void falseAndNothingDoNotPause(String word) {
    after.getMetadata().setAnnotations(Map.of("unroot.dev/paused", word));

    assertThat(Terms.isPaused(after)).isFalse();
  }

  @Test
  void anyOtherAnnotationIsNotWorthALook() {
    after.getMetadata().setAnnotations(Map.of("unroot.dev/paused", "false", "team", "shop"));

    assertThat(PlanReconciler.isWorthALook(after, before)).isFalse();
  }

  @Test
  void aPlanThatIsBeingDeletedIsWorthALook() {
    after.getMetadata().setDeletionTimestamp("2026-03-01T10:00:00Z");

    assertThat(PlanReconciler.isWorthALook(after, before)).isTrue();
  }
}
