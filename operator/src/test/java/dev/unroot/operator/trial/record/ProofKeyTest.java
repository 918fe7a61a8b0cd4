package dev.unroot.operator.trial.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.FailureTableReader;
import dev.unroot.engine.evidence.FailureTableReading;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFact;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.image.ImageFactsReader;
import dev.unroot.engine.image.ImageFactsReading;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.proposal.VolumeOwnership;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.operator.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProofKeyTest {
  private static final String CONTAINERS = "containers: [{name: a, image: i, args: [\"1\"]}]";

  @Test
  void theKeyIsSixteenHexadecimalDigits() {
    assertThat(keyOf(template("{}", CONTAINERS), Samples.TARGET)).matches("[0-9a-f]{16}");
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() {
    assertThat(key("{a: b, c: d}", "hostname: h", CONTAINERS))
        .isEqualTo(key("{c: d, a: b}", CONTAINERS, "hostname: h"));
  }

  @Test
  void aRestartIsNoChange() {
    assertThat(key("{kubectl.kubernetes.io/restartedAt: \"2026-03-01T10:00:00Z\"}", CONTAINERS))
        .isEqualTo(key("{}", CONTAINERS));
  }

  @Test
  void everyOtherChangeGivesAnotherKey() {
    List<String> keys = new ArrayList<>();
    keys.add(key("{}", CONTAINERS));
    keys.add(key("{a: b}", CONTAINERS));
    keys.add(key("{}", "containers: [{name: a, image: j, args: [\"1\"]}]"));
    keys.add(key("{}", "containers: [{name: a, image: i, args: [\"1\", \"\"]}]"));
    keys.add(key("{}", "containers: [{name: a, image: i, args: [1]}]"));
    keys.add(key("{}", "containers: [{name: a, image: i, args: [\"1\"]}, {name: b, image: i}]"));
    keys.add(key("{}", "containers: [{name: b, image: i}, {name: a, image: i, args: [\"1\"]}]"));
    keys.add(key("{}", CONTAINERS, "hostname: h"));
    keys.add(key("{}", CONTAINERS, "aFieldOfTomorrow: true"));
    keys.add(key("{}", CONTAINERS, "aFieldOfTomorrow: \"true\""));

    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void everyPartOfTheTargetGivesAnotherKey() {
    PodTemplate template = template("{}", CONTAINERS);
    Set<String> keys = new HashSet<>();
    keys.add(keyOf(template, new Target(Level.RESTRICTED, new PolicyVersion(34), 10001)));
    keys.add(keyOf(template, new Target(Level.BASELINE, new PolicyVersion(34), 10001)));
    keys.add(keyOf(template, new Target(Level.RESTRICTED, new PolicyVersion(33), 10001)));
    keys.add(keyOf(template, new Target(Level.RESTRICTED, new PolicyVersion(34), 10002)));
    for (VolumeOwnership ownership : VolumeOwnership.values()) {
      Target same = new Target(Level.RESTRICTED, new PolicyVersion(34), 10001);
      keys.add(keyOf(template, same.withVolumeOwnership(ownership)));
    }

    assertThat(keys).hasSize(6);
  }

  @Test
  void textsThatLookLikeStructureDoNotCollideWithIt() {
    PodTemplate text = new PodTemplate(Map.of("spec", Map.of("a", "1:b\"1:c")));
    PodTemplate fields = new PodTemplate(Map.of("spec", Map.of("a", "1", "b", "c")));

    assertThat(keyOf(text, Samples.TARGET)).isNotEqualTo(keyOf(fields, Samples.TARGET));
  }

  @Test
  void whatIsKnownOfAnImageOfTheTemplateIsPartOfTheKey() {
    PodTemplate template = template("{}", CONTAINERS);
    ImageFacts ofAnother = ImageFacts.none().with(facts("image: j\nsource: tried\n"));
    ImageFacts ofThis = ImageFacts.none().with(facts("image: i\nsource: tried\n"));
    ImageFacts corrected =
        ofThis.with(facts("image: i\nserviceUser: 5\nenvironment: {A: b, C: d}\nsource: tried\n"));

    assertThat(ProofKey.of(template, Samples.TARGET, Knowledge.of(ofAnother)))
        .isEqualTo(keyOf(template, Samples.TARGET));
    assertThat(ProofKey.of(template, Samples.TARGET, Knowledge.of(ofThis)))
        .isNotEqualTo(keyOf(template, Samples.TARGET));
    assertThat(ProofKey.of(template, Samples.TARGET, Knowledge.of(corrected)))
        .isNotEqualTo(ProofKey.of(template, Samples.TARGET, Knowledge.of(ofThis)));
  }

  @Test
  void whatAnAdministratorAddsToTheFailureTableIsPartOfTheKey() {
    PodTemplate template = template("{}", CONTAINERS);
    Set<String> keys = new HashSet<>();
    keys.add(keyOf(template, Samples.TARGET));
    keys.add(keyWith("{name: a, says: [cannot start], means: RequiresRoot}"));
    keys.add(keyWith("{name: a, says: [cannot start], means: UnknownUser}"));
    keys.add(keyWith("{name: a, pattern: cannot start, means: UnknownUser}"));
    keys.add(keyWith("{name: a, pattern: cannot stop, means: UnknownUser}"));
    keys.add(keyWith("{name: a, pattern: cannot stop, means: PathNotWritable, path: /srv/a}"));
    keys.add(keyWith("{name: a, pattern: cannot stop, means: PathNotWritable, path: /srv/b}"));

    assertThat(keys).hasSize(7);
  }

  private static String keyWith(String row) {
    FailureTableReading.Rows rows = (FailureTableReading.Rows) FailureTableReader.read(row);
    Knowledge base =
        Knowledge.of(ImageFacts.none()).withFailureTable(FailureTable.builtIn().with(rows.rows()));
    return ProofKey.of(template("{}", CONTAINERS), Samples.TARGET, base);
  }

  private static List<ImageFact> facts(String yaml) {
    return ((ImageFactsReading.Facts) ImageFactsReader.read(yaml)).facts();
  }

  private static String keyOf(PodTemplate template, Target target) {
    return ProofKey.of(template, target, Knowledge.of(ImageFacts.none()));
  }

  private static String key(String annotations, String... spec) {
    return keyOf(template(annotations, spec), Samples.TARGET);
  }

  private static PodTemplate template(String annotations, String... spec) {
    return Samples.manifest(
            """
            metadata: {name: web}
            spec:
              template:
                metadata: {annotations: %s}
                spec:
            """
                    .formatted(annotations)
                + String.join("\n", spec).indent(6))
        .template();
  }
}
