package dev.unroot.operator.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.WorkloadId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationNameTest {
  @Test
  void theNameSaysKindAndWorkload() {
    assertThat(name("web")).matches("deployment-web-[0-9a-f]{5}");
  }

  @Test
  void theSameWorkloadAlwaysHasTheSameName() {
    assertThat(name("web")).isEqualTo(name("web"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 45, 46, 47, 63, 253})
  void theNameIsALabelHoweverLongTheWorkloadsIs(int length) {
    assertThat(name("a".repeat(length)))
        .hasSizeLessThanOrEqualTo(63)
        .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  }

  @Test
  void dotsAreNotInTheNameAndStillTellWorkloadsApart() {
    String dotted = name("web.v1");

    assertThat(dotted).startsWith("deployment-web-v1-").doesNotContain(".");
    assertThat(dotted).isNotEqualTo(name("web-v1"));
  }

  @Test
  void longNamesThatDifferOnlyAtTheEndHaveNamesOfTheirOwn() {
    Set<String> names =
        IntStream.range(0, 100)
            .mapToObj(i -> name("x".repeat(200) + i))
            .collect(Collectors.toSet());

    assertThat(names).hasSize(100);
  }

  @Test
  void namesOfTheFirstReleaseStay() {
    assertThat(name("web")).isEqualTo("deployment-web-752b7");
  }

  @Test
  void kindsOfSeveralGroupsHaveNamesOfTheirOwn() {
    assertThat(MigrationName.of(new WorkloadId("a.example/v1", "Cluster", "shop", "db")))
        .startsWith("cluster-db-")
        .isNotEqualTo(MigrationName.of(new WorkloadId("b.example/v1", "Cluster", "shop", "db")))
        .isEqualTo(MigrationName.of(new WorkloadId("a.example/v2", "Cluster", "shop", "db")));
  }

  @Test
  void tenThousandLongNamesThatDifferOnlyAtTheEndHaveNamesOfTheirOwn() {
    Set<String> names =
        IntStream.range(0, 10_000)
            .mapToObj(i -> name("x".repeat(100) + i))
            .collect(Collectors.toSet());

    assertThat(names).hasSize(10_000);
  }

  private static String name(String workload) {
    return MigrationName.of(WorkloadId.of(WorkloadKind.DEPLOYMENT, "shop", workload));
  }
}
