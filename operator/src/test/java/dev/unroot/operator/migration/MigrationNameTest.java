package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.workload.WorkloadKind;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationNameTest {
  @Test
  void theNameSaysKindAndWorkload() {
    assertThat(MigrationName.of(WorkloadKind.DEPLOYMENT, "web"))
        .matches("deployment-web-[0-9a-f]{5}");
  }

  @Test
  void theSameWorkloadAlwaysHasTheSameName() {
    assertThat(MigrationName.of(WorkloadKind.DEPLOYMENT, "web"))
        .isEqualTo(MigrationName.of(WorkloadKind.DEPLOYMENT, "web"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 45, 46, 47, 63, 253})
  void theNameIsALabelHoweverLongTheWorkloadsIs(int length) {
    assertThat(MigrationName.of(WorkloadKind.DEPLOYMENT, "a".repeat(length)))
        .hasSizeLessThanOrEqualTo(63)
        .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  }

  @Test
  void dotsAreNotInTheNameAndStillTellWorkloadsApart() {
    String dotted = MigrationName.of(WorkloadKind.DEPLOYMENT, "web.v1");

    assertThat(dotted).startsWith("deployment-web-v1-").doesNotContain(".");
    assertThat(dotted).isNotEqualTo(MigrationName.of(WorkloadKind.DEPLOYMENT, "web-v1"));
  }

  @Test
  void longNamesThatDifferOnlyAtTheEndHaveNamesOfTheirOwn() {
    Set<String> names =
        IntStream.range(0, 100)
            .mapToObj(i -> MigrationName.of(WorkloadKind.DEPLOYMENT, "x".repeat(200) + i))
            .collect(Collectors.toSet());

    assertThat(names).hasSize(100);
  }
}
