package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadIdTest {
  private final WorkloadId old = rollout("argoproj.io/v1alpha1");

  @Test
  void twoVersionsOfOneApiNameOneWorkload() {
    WorkloadId renewed = rollout("argoproj.io/v1");

    assertThat(renewed).isEqualTo(old).hasSameHashCodeAs(old).isEqualByComparingTo(old);
  }

  @Test
  void theSameKindOfAnotherGroupIsAnotherWorkload() {
    WorkloadId other = rollout("example.com/v1alpha1");

    assertThat(other).isNotEqualTo(old);
    assertThat(other.compareTo(old)).isNotZero();
  }

  private static WorkloadId rollout(String apiVersion) {
    return new WorkloadId(apiVersion, "Rollout", "shop", "web");
  }
}
