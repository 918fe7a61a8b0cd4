package dev.unroot.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.operator.MovingClock;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private final MovingClock clock = new MovingClock();

  @Test
  void aNewConditionBeginsNow() {
    Condition ready = ready(List.of(), true, "Verified", "proved");

    assertThat(ready.getStatus()).isEqualTo("True");
    assertThat(ready.getLastTransitionTime()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(ready.getObservedGeneration()).isEqualTo(7);
  }

  @Test
  void theTransitionTimeIsKeptWhileTheStatusStays() {
    Condition before = ready(List.of(), false, "Trying", "attempt 1");
    clock.advance(Duration.ofMinutes(5));

    Condition after = ready(List.of(before), false, "Waiting", "attempt 2");

    assertThat(after.getLastTransitionTime()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(after.getReason()).isEqualTo("Waiting");
    assertThat(after.getMessage()).isEqualTo("attempt 2");
  }

  @Test
  void theTransitionTimeMovesWithTheStatus() {
    Condition before = ready(List.of(), false, "Trying", "attempt 1");
    clock.advance(Duration.ofMinutes(5));

    assertThat(ready(List.of(before), true, "Verified", "proved").getLastTransitionTime())
        .isEqualTo("2026-03-01T10:05:00Z");
  }

  @Test
  void theTransitionTimeOfAnotherConditionDoesNotCount() {
    Condition other =
        new ConditionBuilder()
            .withType("Stalled")
            .withStatus("True")
            .withLastTransitionTime("2020-01-01T00:00:00Z")
            .build();

    assertThat(ready(List.of(other), true, "Verified", "proved").getLastTransitionTime())
        .isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void aConditionThatLostItsTimeBeginsNow() {
    Condition before = new ConditionBuilder().withType("Ready").withStatus("True").build();

    assertThat(ready(List.of(before), true, "Verified", "proved").getLastTransitionTime())
        .isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void aLongMessageIsCut() {
    assertThat(ready(List.of(), true, "Verified", "x".repeat(5000)).getMessage()).hasSize(1024);
  }

  @Test
  void conditionsStandInTheOrderInWhichTheyWereAdded() {
    assertThat(
            new Conditions(List.of(), 1L, clock)
                .with("B", true, "R", "")
                .with("A", true, "R", "")
                .list())
        .extracting(Condition::getType)
        .containsExactly("B", "A");
  }

  private Condition ready(List<Condition> before, boolean status, String reason, String message) {
    return new Conditions(before, 7L, clock)
        .with(Conditions.READY, status, reason, message)
        .list()
        .get(0);
  }
}
