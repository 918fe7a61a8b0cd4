package dev.unroot.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes with the engine. */
class BuiltInFactsTest {
  private static final List<ImageFact> FACTS = ImageFacts.builtIn().facts();

  @Test
  void everyFactHasAPublicSource() {
    assertThat(FACTS)
        .hasSizeGreaterThan(55)
        .allSatisfy(fact -> assertThat(fact.source()).matches("github\\.com/[\\w.-]+/[\\w.-]+"));
    assertThat(FACTS.stream().flatMap(fact -> fact.unprivilegedVariant().stream()))
        .isNotEmpty()
        .allSatisfy(variant -> assertThat(variant.source()).startsWith("github.com/"));
  }

  @Test
  void noDirectoryIsBothEmptiedAndContent() {
    assertThat(FACTS)
        .allSatisfy(
            fact ->
                assertThat(fact.contentDirectories())
                    .noneMatch(
                        content ->
                            Stream.concat(
                                    fact.writableDirectories().stream(),
                                    fact.dataDirectories().stream())
                                .anyMatch(other -> (content + "/").startsWith(other + "/"))));
  }

  @Test
  void whatStepsDownStartsAsRoot() {
    assertThat(FACTS)
        .filteredOn(ImageFact::stepsDown)
        .hasSizeGreaterThan(15)
        .allSatisfy(fact -> assertThat(fact.startsAs()).contains(0L));
  }

  @Test
  void aServiceUserIsTheImagesOwnWhereThatIsANumber() {
    assertThat(FACTS)
        .filteredOn(fact -> fact.startsAs().filter(uid -> uid != 0).isPresent())
        .isNotEmpty()
        .allSatisfy(fact -> assertThat(fact.serviceUser()).isEqualTo(fact.startsAs()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx",
        "nginxinc/nginx-unprivileged",
        "httpd",
        "php:8-apache",
        "wordpress",
        "nextcloud",
        "postgres",
        "mysql",
        "mariadb",
        "redis",
        "mongo",
        "rabbitmq",
        "memcached",
        "haproxy",
        "cassandra",
        "couchdb",
        "zookeeper",
        "ghost",
        "influxdb:2",
        "influxdb:3-core",
        "telegraf",
        "elasticsearch:8.0.0",
        "sonarqube",
        "jenkins/jenkins",
        "prom/prometheus",
        "grafana/grafana",
        "registry.k8s.io/coredns/coredns",
        "registry.k8s.io/ingress-nginx/controller",
        "caddy",
        "traefik",
        "registry",
        "nats",
        "minio/minio",
        "tomcat",
        "jetty",
        "quay.io/keycloak/keycloak",
        "apache/kafka",
        "hashicorp/consul",
        "hashicorp/vault",
        "gitea/gitea",
        "gitea/gitea:1.24-rootless",
        "fluent/fluentd",
        "fluent/fluent-bit",
        "node",
        "eclipse-temurin",
        "busybox",
        "prom/node-exporter"
      })
  void anImageThatManyUseIsKnown(String image) {
    assertThat(ImageFacts.builtIn().match(image))
        .hasValueSatisfying(match -> assertThat(match.isGuess()).isFalse());
  }

  @ParameterizedTest
  @CsvSource({
    "nginx:1.27-alpine, docker.io/nginxinc/nginx-unprivileged, 80, 8080",
    "registry.example/hub/gitea/gitea:1.24, registry.example/hub/gitea/gitea:1.24-rootless, 22, 2222",
    "gitea/gitea, gitea/gitea:latest-rootless, 22, 2222",
    "gitea/gitea@sha256:0123, gitea/gitea:latest-rootless, 22, 2222"
  })
  void aMaintainedUnprivilegedVariantIsNamed(String used, String variant, long from, long to) {
    UnprivilegedVariant named =
        ImageFacts.builtIn().of(used).orElseThrow().unprivilegedVariant().orElseThrow();

    assertThat(named.insteadOf(used)).isEqualTo(variant);
    assertThat(named.ports()).isEqualTo(Map.of(from, to));
  }

  @Test
  void theVariantItselfHasNone() {
    assertThat(ImageFacts.builtIn().of("gitea/gitea:1.24-rootless").orElseThrow())
        .satisfies(
            fact -> {
              assertThat(fact.unprivilegedVariant()).isEmpty();
              assertThat(fact.startsAs()).contains(1000L);
              assertThat(fact.ports()).containsExactly(2222L, 3000L);
            });
  }

  @Test
  void entrypointsThatNeedAHintToSkipTheirSetUpHaveIt() {
    assertThat(ImageFacts.builtIn().of("hashicorp/consul:1.20").orElseThrow().environment())
        .containsOnlyKeys("CONSUL_DISABLE_PERM_MGMT");
    assertThat(ImageFacts.builtIn().of("hashicorp/vault:1.18").orElseThrow().environment())
        .containsOnlyKeys("SKIP_CHOWN", "SKIP_SETCAP");
  }

  @Test
  void whatTheFactsLeaveOpenStaysUnknown() {
    assertThat(ImageFacts.builtIn().of("mariadb:11").orElseThrow().serviceUser()).isEmpty();
    assertThat(ImageFacts.builtIn().of("httpd:2.4").orElseThrow().serviceUser()).isEmpty();
    assertThat(ImageFacts.builtIn().of("coredns/coredns:1.6").orElseThrow().isUserKnown())
        .isFalse();
    assertThat(ImageFacts.builtIn().of("wordpress:cli").orElseThrow().isUserKnown()).isFalse();
    assertThat(ImageFacts.builtIn().of("wordpress:6-fpm").orElseThrow().ports()).isEmpty();
  }
}
