package dev.unroot.operator.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.operator.MovingClock;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false)
class KubernetesConfigMapsTest {
  private static final String PATH = "/api/v1/namespaces/shop/configmaps/scripts";

  @SuppressWarnings("NullAway.Init") // set by the extension
  private static KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init") // set by the extension
  private static KubernetesClient client;

  private final MovingClock clock = new MovingClock();
  private final KubernetesConfigMaps configMaps = new KubernetesConfigMaps(client, clock);

  @Test
  void aTextIsRememberedForAWhile() {
    server.expect().get().withPath(PATH).andReturn(200, scripts("one")).once();
    server.expect().get().withPath(PATH).andReturn(200, scripts("two")).once();

    assertThat(configMaps.read("shop", "scripts")).contains(Map.of("start.sh", "one"));
    assertThat(configMaps.read("shop", "scripts")).contains(Map.of("start.sh", "one"));
    clock.advance(KubernetesConfigMaps.REMEMBERED);
    assertThat(configMaps.read("shop", "scripts")).contains(Map.of("start.sh", "two"));
  }

  @Test
  void largeOnesAreForgottenSoonerThanTheMemoryIsFull() {
    server.expect().get().withPath(PATH).andReturn(200, scripts("one")).once();
    server.expect().get().withPath(PATH).andReturn(200, scripts("two")).once();
    for (int i = 0; i < 5; i++) {
      server.expect().get().withPath(PATH + i).andReturn(200, scripts("x".repeat(900_000))).once();
    }

    configMaps.read("shop", "scripts");
    for (int i = 0; i < 4; i++) {
      configMaps.read("shop", "scripts" + i);
    }
    assertThat(configMaps.read("shop", "scripts")).contains(Map.of("start.sh", "one"));
    configMaps.read("shop", "scripts4");
    assertThat(configMaps.read("shop", "scripts")).contains(Map.of("start.sh", "two"));
  }

  @Test
  void whatMayNotBeReadIsNotThereAndNotAskedForAgainAtOnce() {
    server.expect().get().withPath(PATH).andReturn(403, status(403)).once();
    server.expect().get().withPath(PATH).andReturn(200, scripts("one")).once();

    assertThat(configMaps.read("shop", "scripts")).isEmpty();
    assertThat(configMaps.read("shop", "scripts")).isEmpty();
    clock.advance(KubernetesConfigMaps.REMEMBERED);
    assertThat(configMaps.read("shop", "scripts")).isPresent();
  }

  @Test
  void whatIsGoneIsNotThere() {
    server.expect().get().withPath(PATH).andReturn(404, status(404)).once();

    assertThat(configMaps.read("shop", "scripts")).isEmpty();
  }

  @Test
  void troubleIsNotTakenForNothing() {
    server.expect().get().withPath(PATH).andReturn(409, status(409)).once();

    assertThatThrownBy(() -> configMaps.read("shop", "scripts"))
        .isInstanceOf(KubernetesClientException.class);
  }

  private static Object scripts(String text) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("scripts")
        .endMetadata()
        .addToData("start.sh", text)
        .build();
  }

  private static Object status(int code) {
    return new StatusBuilder().withCode(code).withMessage("no").build();
  }
}
