package dev.unroot.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadSelectorTest {
  @Test
  void aSelectorThatSaysNothingSelectsEverything() {
    assertThat(new WorkloadSelector(null, null).selects(Map.of())).isTrue();
    assertThat(WorkloadSelector.everything().selects(Map.of("a", "b"))).isTrue();
  }

  @Test
  void everyLabelMustMatchExactly() {
    WorkloadSelector selector = new WorkloadSelector(Map.of("a", "1", "b", "2"), null);

    assertThat(selector.selects(Map.of("a", "1", "b", "2", "c", "3"))).isTrue();
    assertThat(selector.selects(Map.of("a", "1", "b", "3"))).isFalse();
    assertThat(selector.selects(Map.of("a", "1"))).isFalse();
  }

  /** As a LabelSelector of Kubernetes does: a missing label is not in any set of values. */
  @ParameterizedTest
  @CsvSource({
    "In,           gold,   true",
    "In,           bronze, false",
    "In,           ,       false",
    "NotIn,        gold,   false",
    "NotIn,        bronze, true",
    "NotIn,        ,       true",
    "Exists,       bronze, true",
    "Exists,       ,       false",
    "DoesNotExist, bronze, false",
    "DoesNotExist, ,       true"
  })
  void eachOperatorComparesAsKubernetesDoes(
      SelectorOperator operator, String value, boolean selected) {
    WorkloadSelector selector =
        new WorkloadSelector(
            null,
            List.of(new LabelSelectorRequirement("tier", operator, List.of("gold", "silver"))));

    assertThat(selector.selects(value == null ? Map.of() : Map.of("tier", value)))
        .isEqualTo(selected);
  }

  @Test
  void everyRequirementMustBeMet() {
    WorkloadSelector selector =
        new WorkloadSelector(
            Map.of("a", "1"),
            List.of(
                new LabelSelectorRequirement("b", SelectorOperator.Exists, null),
                new LabelSelectorRequirement("c", SelectorOperator.DoesNotExist, null)));

    assertThat(selector.selects(Map.of("a", "1", "b", "2"))).isTrue();
    assertThat(selector.selects(Map.of("a", "1", "b", "2", "c", "3"))).isFalse();
    assertThat(selector.selects(Map.of("b", "2"))).isFalse();
  }
}
