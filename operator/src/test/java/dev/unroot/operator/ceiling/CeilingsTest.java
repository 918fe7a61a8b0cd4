package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CeilingsTest {
  @ParameterizedTest
  @EnumSource(Mode.class)
  void withoutCeilingsAPlanGetsWhatItAsksFor(Mode mode) {
    assertThat(Ceilings.none().allowance(mode, "kube-system"))
        .isEqualTo(new Allowance(Optional.of(mode), false, List.of()));
    assertThat(Ceilings.none().refusedImages(List.of("anything"))).isEmpty();
    assertThat(Ceilings.none().maximumTrials()).isEqualTo(10);
  }

  @Test
  void aModeAboveTheHighestIsCarriedOutAsTheHighest() {
    Allowance allowance = ceilings("highestMode: Propose").allowance(Mode.Trial, "shop");

    assertThat(allowance.mode()).contains(Mode.Propose);
    assertThat(allowance.stopped()).isFalse();
    assertThat(allowance.limits())
        .containsExactly(
            new Limit(
                LimitReason.ModeAboveCeiling,
                "spec.mode is Trial, and the administrators of unroot allow Propose at most: the plan is"
                    + " carried out as Propose. Set spec.mode to Propose, or ask them to raise highestMode"));
  }

  @Test
  void aModeBelowTheHighestIsNotRaised() {
    assertThat(ceilings("highestMode: Propose").allowance(Mode.Observe, "shop"))
        .isEqualTo(new Allowance(Optional.of(Mode.Observe), false, List.of()));
  }

  @Test
  void aStopEndsTrialsAndKeepsProposals() {
    Allowance allowance = ceilings("stop: true").allowance(Mode.Trial, "shop");

    assertThat(allowance.mode()).contains(Mode.Propose);
    assertThat(allowance.stopped()).isTrue();
    assertThat(allowance.limits())
        .containsExactly(
            new Limit(
                LimitReason.StoppedByAdministrator,
                "spec.mode is Trial, but no trial runs or starts: the administrators of unroot have"
                    + " stopped all trials in the cluster. Ask them when stop is lifted"));
  }

  @Test
  void aStopTakesNothingFromAPlanThatOnlyProposes() {
    assertThat(ceilings("stop: true").allowance(Mode.Propose, "shop").limits()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldToWhoWaits() {
    Allowance allowance =
        Ceilings.none()
            .stoppedBecause("/etc/x:3: stop: must be true")
            .allowance(Mode.Trial, "shop");

    assertThat(allowance.stopped()).isTrue();
    assertThat(allowance.limits().get(0).message())
        .contains("cannot be read (/etc/x:3: stop: must be true). Ask them");
  }

  @ParameterizedTest
  @CsvSource({
    "shop, true",
    "team-a, true",
    "team-, true",
    "team-secret, false",
    "kube-system, false",
    "shop-2, false",
    "my-shop, false",
  })
  void aNamespaceHasToBeAllowedAndNotDenied(String namespace, boolean allowed) {
    Ceilings ceilings = ceilings("namespaces: {allow: [shop, team-*], deny: [team-s*]}");

    assertThat(ceilings.allowance(Mode.Observe, namespace).mode().isPresent()).isEqualTo(allowed);
  }

  @Test
  void aPlanElsewhereSaysWhereItMayBe() {
    Ceilings ceilings = ceilings("namespaces: {allow: [shop, team-*], deny: [kube-*]}");

    assertThat(ceilings.allowance(Mode.Trial, "lab"))
        .isEqualTo(
            new Allowance(
                Optional.empty(),
                true,
                List.of(
                    new Limit(
                        LimitReason.NamespaceNotAllowed,
                        "metadata.namespace is lab, and the administrators of unroot allow plans in shop,"
                            + " team-* only: the plan does nothing. Delete it here, or ask them to change"
                            + " namespaces.allow"))));
    assertThat(ceilings.allowance(Mode.Trial, "kube-system").limits().get(0).message())
        .contains("deny plans in kube-*");
  }

  @ParameterizedTest
  @CsvSource({
    "registry.example.com/*, registry.example.com/app:1, true",
    "registry.example.com/*, registry.example.com/team/app@sha256:0, true",
    "registry.example.com/*, registry.example.com.evil.org/app, false",
    "registry.example.com/*, registry.example.com:5000/app, false",
    "registry.example.com/*, evil.org/registry.example.com/app, false",
    "registry.example.com/*, registry.example.com, false",
    "registry.example.com/team-*/app, registry.example.com/team-a/app, true",
    "registry.example.com/team-*/app, registry.example.com/team-a/b/app, false",
    "nginx, docker.io/library/nginx:1.29, true",
    "nginx, index.docker.io/nginx, true",
    "nginx, evil/nginx, false",
    "nginx, Evil/nginx, false",
    "nginx, mirror.gcr.io/library/nginx, false",
    "docker.io/library/*, nginx, true",
    "docker.io/library/*, someone/nginx, false",
    "docker.io/*, someone/nginx, true",
    "docker.io/*, nginx, true",
    "docker.io/*, ghcr.io/nginx, false",
    "team/*, docker.io/team/app, true",
    "team/*, team.example/app, false",
  })
  void anImageIsComparedByItsFullName(String pattern, String image, boolean allowed) {
    Ceilings ceilings = ceilings("trialImages: [\"" + pattern + "\"]");

    assertThat(ceilings.refusedImages(List.of(image)).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void everyRefusedImageIsNamedOnce() {
    Ceilings ceilings = ceilings("trialImages: [\"registry.example.com/*\"]");
    List<String> images = List.of("nginx", "registry.example.com/app", "redis:7", "nginx");

    assertThat(ceilings.refusedImages(images)).containsExactly("nginx", "redis:7");
    assertThat(ceilings.imageLimit(images).orElseThrow().message())
        .startsWith("image nginx, redis:7: ")
        .contains("from registry.example.com/* only");
    assertThat(ceilings.imageLimit(List.of("registry.example.com/app"))).isEmpty();
  }

  @Test
  void aMessageIsBoundedAndPrintable() {
    Ceilings ceilings = ceilings("trialImages: [nginx]");
    List<String> images = new java.util.ArrayList<>(List.of("a\u001b[31m"));
    for (int i = 0; i < 100; i++) {
      images.add("x".repeat(200) + i);
    }

    assertThat(ceilings.imageLimit(images).orElseThrow().message())
        .hasSizeLessThan(1_000)
        .contains("and 96 more")
        .doesNotContain("\u001b");
  }

  private static Ceilings ceilings(String yaml) {
    CeilingsReading reading =
        CeilingsReader.read("ceilings.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(reading).isInstanceOf(CeilingsReading.Found.class);
    return ((CeilingsReading.Found) reading).ceilings();
  }
}
