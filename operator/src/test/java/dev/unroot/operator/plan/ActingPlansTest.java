package dev.unroot.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.Limit;
import dev.unroot.operator.ceiling.LimitReason;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActingPlansTest {
  private final List<MigrationPlan> plans =
      IntStream.range(0, 25)
          .mapToObj(i -> plan("uid-%02d".formatted(i), "2026-03-01T10:00:%02dZ".formatted(i / 2)))
          .collect(Collectors.toList());

  @Test
  void theOldestAct() {
    Collections.reverse(plans);

    assertThat(ActingPlans.among(plans.stream()))
        .extracting(plan -> plan.getMetadata().getUid())
        .hasSize(ActingPlans.MOST)
        .startsWith("uid-00")
        .endsWith("uid-19");
  }

  @Test
  void eachKnowsWhetherItActs() {
    List<MigrationPlan> acting = ActingPlans.among(plans.stream());

    assertThat(plans)
        .allSatisfy(
            plan ->
                assertThat(ActingPlans.includes(plan, plans.stream()))
                    .isEqualTo(acting.contains(plan)));
  }

  @Test
  void oneThatCannotActIsToldWhatToDo() {
    assertThat(ActingPlans.tooMany().mode()).isEmpty();
    assertThat(ActingPlans.tooMany().limits())
        .singleElement()
        .extracting(Limit::reason, Limit::message)
        .containsExactly(
            LimitReason.TooManyPlans,
            "20 plans of this namespace are older, and no more than 20 act in one: this one does"
                + " nothing. Delete plans that are not needed, or put several into one");
  }

  private static MigrationPlan plan(String uid, String created) {
    MigrationPlan plan = Samples.plan(Mode.Propose);
    plan.getMetadata().setUid(uid);
    plan.getMetadata().setCreationTimestamp(created);
    return plan;
  }
}
