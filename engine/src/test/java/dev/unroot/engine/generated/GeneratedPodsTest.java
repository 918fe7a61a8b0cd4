package dev.unroot.engine.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pods made up by chance are of use only where they are near the border, and always the same. */
class GeneratedPodsTest {
  private static final List<PodTemplate> PODS = GeneratedPods.of(7, 2000);

  @Test
  void aSeedGivesTheSamePodsEachTime() {
    assertThat(GeneratedPods.of(7, 100)).isEqualTo(PODS.subList(0, 100));
  }

  @Test
  void anotherSeedGivesOtherPods() {
    assertThat(GeneratedPods.of(8, 100)).isNotEqualTo(PODS.subList(0, 100));
  }

  @Test
  void everyControlIsViolatedByManyOfThem() {
    List<Set<ControlId>> violated = PODS.stream().map(GeneratedPodsTest::violated).toList();

    assertThat(ControlId.values())
        .allSatisfy(
            control ->
                assertThat(violated.stream().filter(all -> all.contains(control)).count())
                    .isGreaterThan(30));
  }

  /** The controls that {@code pod} violates at one version or another. */
  private static Set<ControlId> violated(PodTemplate pod) {
    return Stream.of(18, 34, 37)
        .map(PolicyVersion::new)
        .flatMap(
            version ->
                Arrays.stream(Level.values())
                    .flatMap(level -> PodSecurity.violations(pod, level, version).stream()))
        .map(Violation::control)
        .collect(Collectors.toSet());
  }

  @Test
  void aGoodShareOfThemIsAtEveryLevel() {
    for (Level level : Level.values()) {
      long at =
          PODS.stream()
              .filter(pod -> PodSecurity.level(pod, PolicyVersion.NEWEST_KNOWN) == level)
              .count();
      assertThat(at).as(level::toString).isGreaterThan(300);
    }
  }
}
