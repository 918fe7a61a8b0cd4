package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CeilingsReaderTest {
  @Test
  void whatIsLeftOutLimitsNothing() {
    assertThat(read("{}")).isEqualTo(new CeilingsReading.Found(Ceilings.none()));
  }

  @Test
  void everyFieldIsRead() {
    CeilingsReading reading =
        read(
            """
            stop: true
            highestMode: Observe
            namespaces:
              allow: [shop, "team-*"]
              deny: [kube-system]
            trialImages: ["registry.example.com/*", nginx]
            maximumTrials: 1000
            """);

    Ceilings ceilings = ((CeilingsReading.Found) reading).ceilings();
    assertThat(ceilings.stop()).isEqualTo(new Stop.Asked());
    assertThat(ceilings.highestMode()).isEqualTo(Mode.Observe);
    assertThat(ceilings.namespaces())
        .isEqualTo(
            new NamespaceCeiling(
                Optional.of(List.of(new Wildcard("shop"), new Wildcard("team-*"))),
                List.of(new Wildcard("kube-system"))));
    assertThat(ceilings.trialImages().orElseThrow())
        .extracting(ImagePattern::written)
        .containsExactly("registry.example.com/*", "nginx");
    assertThat(ceilings.maximumTrials()).isEqualTo(1000);
  }

  @Test
  void everyMistakeIsToldAtOnceWithItsLineAndRemedy() {
    assertThat(
            problems(
                """
                stop: maybe
                highestmode: Propose
                highestMode: propose
                namespaces:
                  alow: [shop]
                  allow: [Shop, 7]
                  deny: kube-system
                trialImages: []
                maximumTrials: 0
                """))
        .containsExactly(
            "f:1: stop: must be true or false, not \"maybe\"",
            "f:2: highestmode: unknown field; did you mean highestMode?",
            "f:3: highestMode: must be one of Observe, Propose, Trial, Apply, not \"propose\"",
            "f:5: namespaces.alow: unknown field; did you mean allow?",
            "f:6: namespaces.allow[0]: must be the name of a namespace, such as shop or team-*, not"
                + " \"Shop\"",
            "f:6: namespaces.allow[1]: must be the name of a namespace, such as shop or team-*, not 7",
            "f:7: namespaces.deny: must be a list, not \"kube-system\"",
            "f:8: trialImages: must have 1 to 1000 elements; leave it out to allow any image, or set"
                + " highestMode: Propose to try none",
            "f:9: maximumTrials: must be a whole number from 1 to 1000, not 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*/app",
        "regis*/app",
        "nginx:1.29",
        "nginx@sha256:00",
        "Nginx",
        "a//b",
        "/a",
        "a/",
        "a b",
        "registry.example.com:port/app",
        "registry.example.com*"
      })
  void anImageNeedsARegistryThatIsKnown(String image) {
    boolean matched = problems("trialImages: [\"" + image + "\"]").isEmpty();

    // A single component is a repository of Docker Hub, whatever it looks like.
    assertThat(matched).isEqualTo(image.equals("registry.example.com*"));
  }

  @Test
  void anEmptyFileDoesNotLiftTheCeilings() {
    assertThat(problems(""))
        .containsExactly("f: holds no ceilings: write {} where nothing is to be limited");
    assertThat(problems("# stop: true\n")).hasSize(1);
    assertThat(problems("stop: tr\0e")).hasSize(1);
  }

  @Test
  void ceilingsAreOneDocument() {
    assertThat(problems("stop: true\n---\nstop: false\n"))
        .containsExactly("f:3: is a second document: ceilings are one document, without ---");
  }

  @Test
  void whatIsNoYamlIsToldWithItsLine() {
    assertThat(problems("stop: true\nnamespaces: [\n"))
        .singleElement()
        .asString()
        .startsWith("f:2");
    assertThat(problems("- stop")).containsExactly("f:1: must be fields, such as stop: true");
    assertThat(problems("stop: true\nstop: false\n")).hasSize(1);
  }

  @Test
  void sizesAreBounded() {
    assertThat(problems("#".repeat(CeilingsReader.MAXIMUM_BYTES + 1)))
        .containsExactly("f: is larger than 256 KiB");
    assertThat(problems("trialImages: [" + "a,".repeat(1_001) + "]"))
        .containsExactly("f:1: trialImages: must have 1 to 1000 elements, not 1001");
    assertThat(problems("trialImages: [" + "A,".repeat(1_000) + "]")).hasSize(101);
    assertThat(
            ((CeilingsReading.Broken) CeilingsReader.read("f", new byte[] {(byte) 0xff}))
                .problems())
        .containsExactly("f: is not a text in UTF-8");
  }

  private static CeilingsReading read(String yaml) {
    return CeilingsReader.read("f", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> problems(String yaml) {
    return read(yaml) instanceof CeilingsReading.Broken broken ? broken.problems() : List.of();
  }
}
