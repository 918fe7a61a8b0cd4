package dev.unroot.engine.generated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Map<ControlId, Set<PodTemplate>> violators = new EnumMap<>(ControlId.class);
    for (ControlId control : ControlId.values()) {
      violators.put(control, new HashSet<>());
    }
    for (PodTemplate pod : PODS) {
      for (int minor : List.of(18, 34, 37)) {
        for (Level level : Level.values()) {
          PodSecurity.violations(pod, level, new PolicyVersion(minor))
              .forEach(violation -> violators.get(violation.control()).add(pod));
        }
      }
    }

    assertThat(violators).allSatisfy((control, pods) -> assertThat(pods).hasSizeGreaterThan(20));
  }

  @Test
  void aGoodShareOfThemIsAtEveryLevel() {
    for (Level level : Level.values()) {
      assertThat(PODS)
          .filteredOn(pod -> PodSecurity.level(pod, PolicyVersion.NEWEST_KNOWN) == level)
          .hasSizeGreaterThan(300);
    }
  }
}
