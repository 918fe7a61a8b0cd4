package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFactsTest {
  private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "nginx:1.27",
        "library/nginx",
        "docker.io/nginx@sha256:0123",
        "docker.io/library/nginx@sha256:0123",
        "index.docker.io/library/nginx",
        "DOCKER.IO/library/nginx",
        "docker.io:443/library/nginx",
        "public.ecr.aws/docker/library/nginx:1.27",
        "mirror.gcr.io/library/nginx",
        "localhost/library/nginx",
        "registry.example:5000/library/nginx:1.27",
        "registry.example:5000/mirror/library/nginx:1.27-alpine@sha256:0123"
      })
  void anImageIsKnownBehindAnyRegistry(String image) {
    ImageMatch match = ImageFacts.builtIn().match(image).orElseThrow();

    assertThat(match.fact().image()).isEqualTo("nginx");
    assertThat(match.strength()).isEqualTo(MatchStrength.EXACT);
  }

  @ParameterizedTest
  @CsvSource({
    "docker.elastic.co/elasticsearch/elasticsearch:8.15.0, elasticsearch",
    "elasticsearch:9.0.1, elasticsearch",
    "quay.io/prometheus/prometheus:v3.5.0, prom/prometheus",
    "registry.k8s.io/coredns/coredns:v1.11.1, coredns/coredns",
    "registry.example/hub/grafana/grafana:12.0.0, grafana/grafana",
    "nginxinc/nginx-unprivileged:1, nginxinc/nginx-unprivileged"
  })
  void anImageMayHaveSeveralNames(String image, String fact) {
    ImageMatch match = ImageFacts.builtIn().match(image).orElseThrow();

    assertThat(match.fact().image()).isEqualTo(fact);
    assertThat(match.isGuess()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.corp.example/tools/nginx",
        "registry.corp.example/nginx:1.27",
        "localhost:5000/nginx",
        "10.0.0.1:5000/a/b/c/nginx@sha256:0123"
      })
  void aCopyInAnotherProjectOfOnesOwnRegistryIsAGuess(String image) {
    ImageMatch match = ImageFacts.builtIn().match(image).orElseThrow();

    assertThat(match.fact().image()).isEqualTo("nginx");
    assertThat(match.isGuess()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bitnami/nginx",
        "docker.io/bitnami/redis:7",
        "quay.io/bitnami/redis",
        "ghcr.io/someone/nginx",
        "ghcr.io/library/nginx",
        "gcr.io/some-project/nginx",
        "eu.gcr.io/some-project/nginx",
        "mcr.microsoft.com/nginx",
        "public.ecr.aws/someone/nginx",
        "registry.gitlab.com/group/nginx",
        "someone/grafana",
        "ghcr.io/grafana/grafana"
      })
  void whatOthersPublishUnderTheSameNameIsAnotherImage(String image) {
    assertThat(ImageFacts.builtIn().of(image)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example/bitnami/nginx",
        "registry.example/hub/bitnamilegacy/redis:7.2",
        "registry.example/chainguard/nginx",
        "registry.example/ubi9/nginx"
      })
  void aKnownRebuildIsNotEvenAGuess(String image) {
    assertThat(ImageFacts.builtIn().of(image)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example/team/controller",
        "registry.example/platform/registry:2",
        "registry.example/chain/node"
      })
  void aCommonWordAloneSaysNothing(String image) {
    assertThat(ImageFacts.builtIn().of(image)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mynginx",
        "nginx/thing",
        "",
        ":",
        "@",
        "/",
        "//",
        "nginx/",
        "NGINX",
        "Library/Nginx",
        "@sha256:0123",
        "registry.example:5000/web",
        "registry.example:5000/",
        "{{ .Values.image }}",
        " nginx",
        "\u0000"
      })
  void ofAnythingElseNothingIsKnown(String image) {
    assertThat(ImageFacts.builtIn().match(image)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres:17-alpine, 70, /var/lib/postgresql/data",
    "postgres:17, 999, /var/lib/postgresql/data",
    "postgres:14.18, 999, /var/lib/postgresql/data",
    "postgres, 999, /var/lib/postgresql/data",
    "postgres:18, 999, /var/lib/postgresql",
    "postgres:18.1, 999, /var/lib/postgresql",
    "postgres:18-alpine3.22, 70, /var/lib/postgresql",
    "postgres:180, 999, /var/lib/postgresql/data"
  })
  void theFactForTheFewestTagsComesFirst(String image, long user, String data) {
    ImageFact fact = ImageFacts.builtIn().of(image).orElseThrow();

    assertThat(fact.serviceUser()).contains(user);
    assertThat(fact.dataDirectories()).containsExactly(data);
  }

  @Test
  void whatHoldsForNewVersionsOnlyIsNotSaidOfOldOnes() {
    assertThat(ImageFacts.builtIn().of("elasticsearch:7.17.0")).isEmpty();
    assertThat(ImageFacts.builtIn().of("haproxy:2.3-alpine").orElseThrow().startsAs()).contains(0L);
    assertThat(ImageFacts.builtIn().of("haproxy:2.4").orElseThrow().user()).isEqualTo("haproxy");
  }

  @Test
  void aDigestAloneIsAGuessWhereTagsDiffer() {
    assertThat(ImageFacts.builtIn().match("postgres@" + DIGEST).orElseThrow().isGuess()).isTrue();
    assertThat(ImageFacts.builtIn().match("mysql@" + DIGEST).orElseThrow().isGuess()).isFalse();
    assertThat(ImageFacts.builtIn().match("postgres:17@" + DIGEST).orElseThrow().isGuess())
        .isFalse();
  }

  @Test
  void aUsersFactComesBeforeABuiltInOneWhateverTagsThatIsFor() {
    ImageFacts facts = with("image: postgres\nserviceUser: 5432\nsource: tried\n");

    ImageFact fact = facts.of("postgres:17-alpine").orElseThrow();

    assertThat(fact.serviceUser()).contains(5432L);
    assertThat(fact.ports()).as("taken as a whole").isEmpty();
    assertThat(fact.isUserKnown()).isFalse();
  }

  @Test
  void theLastFactsGivenComeFirst() {
    ImageFacts facts =
        with("image: nginx\nserviceUser: 1\nsource: one\n")
            .with(read("image: nginx\nserviceUser: 2\nsource: two\n"));

    assertThat(facts.of("nginx").orElseThrow().serviceUser()).contains(2L);
  }

  @Test
  void theImageItselfComesBeforeAUsersFactThatIsOnlyAGuess() {
    ImageFacts facts = with("image: someone/nginx\nserviceUser: 5\nsource: tried\n");

    assertThat(facts.of("registry.example/library/nginx").orElseThrow().serviceUser())
        .contains(101L);
    assertThat(facts.of("registry.example/tools/nginx").orElseThrow().serviceUser()).contains(5L);
  }

  @Test
  void aFactForOnesOwnRegistryHoldsForThatRepositoryAlone() {
    ImageFacts facts = with("image: registry.example/team/app\nserviceUser: 5\nsource: tried\n");

    assertThat(facts.match("registry.example/team/app:2").orElseThrow().isGuess()).isFalse();
    assertThat(facts.match("other.example/team/app:2")).isEmpty();
    assertThat(facts.match("registry.example/other/app:2")).isEmpty();
    assertThat(facts.match("team/app:2")).isEmpty();
  }

  @Test
  void aRebuildIsKnownOnceAUserSaysWhatItIs() {
    ImageFacts facts = with("image: bitnami/nginx\nserviceUser: 1001\nsource: tried\n");

    assertThat(facts.match("bitnami/nginx:1.27").orElseThrow().isGuess()).isFalse();
    assertThat(facts.match("registry.example/hub/bitnami/nginx").orElseThrow().isGuess()).isFalse();
    assertThat(facts.of("nginx").orElseThrow().image()).isEqualTo("nginx");
  }

  @Test
  void aDigestIsTheSameImageUnderWhateverName() {
    ImageFacts facts =
        with("image: nginx\ndigest: " + DIGEST + "\nserviceUser: 7\nsource: tried\n");

    assertThat(facts.match("registry.example/x/y:1@" + DIGEST).orElseThrow().isGuess()).isFalse();
    assertThat(facts.of("nginx@" + DIGEST).orElseThrow().serviceUser()).contains(7L);
    assertThat(facts.of("nginx:1.27").orElseThrow().serviceUser()).contains(101L);
  }

  @Test
  void lookUpsCostLittleHoweverLongTheNameAndManyTheFacts() {
    List<ImageFact> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.addAll(read("image: team" + i + "/app" + i + "\nsource: tried\n"));
    }
    ImageFacts facts = ImageFacts.builtIn().with(many);
    String[] names = {
      "nginx:1.27", "a/".repeat(5_000), ":".repeat(100_000), "registry.example/a/postgres@x", "app7"
    };

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (int i = 0; i < 200_000; i++) {
            facts.match(names[i % names.length]);
          }
        });
  }

  private static ImageFacts with(String yaml) {
    return ImageFacts.builtIn().with(read(yaml));
  }

  private static List<ImageFact> read(String yaml) {
    ImageFactsReading reading = ImageFactsReader.read(yaml);
    assertThat(reading).isInstanceOf(ImageFactsReading.Facts.class);
    return ((ImageFactsReading.Facts) reading).facts();
  }

  @Test
  void nothingIsKnownOfAVariantForWindows() {
    assertThat(ImageFacts.builtIn().match("mongo:7-nanoserver")).isEmpty();
    assertThat(ImageFacts.builtIn().match("mongo:7.0-windowsservercore-ltsc2022")).isEmpty();
    assertThat(ImageFacts.builtIn().match("mongo:7")).isPresent();
  }
}
