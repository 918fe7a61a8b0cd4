package dev.unroot.operator.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadInventoryTest {
  private final DeploymentsApi api = new DeploymentsApi();
  private final KubernetesMockServer server =
      new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), api, false);
  private final List<WorkloadId> changes = new CopyOnWriteArrayList<>();
  private KubernetesClient client;
  private WorkloadInventory inventory;

  @BeforeEach
  void begin() {
    server.init(InetAddress.getLoopbackAddress(), 0);
    client =
        server.createClient(
            builder ->
                builder.withConfig(
                    new ConfigBuilder(server.createClient().getConfiguration())
                        .withRequestRetryBackoffInterval(10)
                        .withWatchReconnectInterval(10)
                        .build()));
  }

  @AfterEach
  void end() {
    if (inventory != null) {
      inventory.close();
    }
    client.close();
    server.destroy();
  }

  @Test
  void whatIsThereIsListed() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    api.hold("api", api.deployment("api", 1, "example/server:1"));

    start(Set.of());

    eventually(() -> assertThat(names()).containsExactly("api", "web"));
    eventually(() -> assertThat(inventory.isComplete("shop")).isTrue());
    assertThat(missing("shop")).isEmpty();
    assertThat(inventory.ids("elsewhere")).isEmpty();
  }

  @Test
  void nothingIsCompleteBeforeTheFirstList() {
    inventory = new WorkloadInventory(client, Set.of());

    assertThat(inventory.isComplete("shop")).isFalse();
  }

  @Test
  void nothingIsCompleteBeforeTheFirstListWasTakenIn() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    CountDownLatch slow = new CountDownLatch(1);
    inventory = new WorkloadInventory(client, Set.of());
    inventory.onChange(workload -> hold(slow));
    inventory.start();
    try {
      await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(5))
          .until(() -> !inventory.isComplete("shop"));
    } finally {
      slow.countDown();
    }

    eventually(() -> assertThat(inventory.isComplete("shop")).isTrue());
  }

  @Test
  void whatAppearsIsSeenAndTold() {
    start(Set.of());
    watching();

    api.emit("ADDED", api.deployment("web", 1, "example/server:1"));

    eventually(() -> assertThat(names()).containsExactly("web"));
    eventually(() -> assertThat(changes).containsExactly(web())); // it is told right after
  }

  @Test
  void whatChangesIsSeenAndTold() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    start(Set.of());
    watching();

    api.emit("MODIFIED", api.deployment("web", 2, "example/server:2"));

    eventually(() -> assertThat(image("web")).isEqualTo("example/server:2"));
    eventually(() -> assertThat(changes).hasSize(2));
  }

  @Test
  void aChangeOfStatusAloneIsNotTold() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    start(Set.of());
    watching();

    api.emit("MODIFIED", api.deployment("web", 1, "example/server:1"));
    api.emit("ADDED", api.deployment("last", 1, "example/server:1"));

    eventually(() -> assertThat(names()).containsExactly("last", "web"));
    assertThat(changes).extracting(WorkloadId::name).containsExactly("web", "last");
    assertThat(inventory.revision(web())).isEqualTo(1);
  }

  @Test
  void whatIsDeletedIsDroppedAndTold() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    start(Set.of());
    watching();

    api.emit("DELETED", api.deployment("web", 1, "example/server:1"));

    eventually(() -> assertThat(names()).isEmpty());
    assertThat(inventory.find(web())).isEmpty();
    eventually(() -> assertThat(changes).hasSize(2)); // it is told right after
  }

  @Test
  void aWorkloadThatCannotBeReadIsLeftOutAndTheOthersStay() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    api.hold(
        "odd", api.deployment("odd", 1, "example/server:1").replace("\"containers\"", "\"x\""));

    start(Set.of());

    eventually(() -> assertThat(names()).containsExactly("web"));
  }

  @Test
  void aWorkloadThatCannotBeReadAnyMoreIsDropped() {
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    start(Set.of());
    watching();
    eventually(() -> assertThat(names()).containsExactly("web"));

    api.emit(
        "MODIFIED",
        api.deployment("web", 2, "example/server:1").replace("\"containers\"", "\"x\""));

    eventually(() -> assertThat(names()).isEmpty());
  }

  @Test
  void aLargeWorkloadIsAskedForWhenItIsNeeded() {
    api.hold("web", large(1));
    start(Set.of());
    watching();
    assertThat(asked()).isZero();

    assertThat(image("web")).isEqualTo("example/server:1");

    assertThat(asked()).isEqualTo(1);
  }

  @Test
  void aChangeOfALargeWorkloadIsTold() {
    api.hold("web", large(1));
    start(Set.of());
    watching();

    api.emit("MODIFIED", large(1));
    api.hold("web", large(2));
    api.emit("MODIFIED", large(2));

    eventually(() -> assertThat(changes).hasSize(2));
    assertThat(image("web")).isEqualTo("example/server:2");
  }

  @Test
  void aLargeWorkloadThatIsGoneByNowIsNotThere() {
    api.hold("web", large(1));
    start(Set.of());
    watching();

    api.drop("web");

    assertThat(inventory.find(web())).isEmpty();
  }

  @Test
  void aMissingPermissionIsNamedAndTheInventoryIsAsCompleteAsItCanBe() {
    api.forbid("/apis/apps/v1/deployments");

    start(Set.of());

    eventually(
        () ->
            assertThat(missing("shop"))
                .containsExactly(
                    "the operator may not list and watch deployments.apps in the cluster: a"
                        + " cluster administrator has to apply deploy/ again; they are not counted"
                        + " until then"));
    eventually(() -> assertThat(inventory.isComplete("shop")).isTrue());
    assertThat(inventory.missingPermissions("shop", EnumSet.of(WorkloadKind.JOB))).isEmpty();
    assertThat(inventory.wouldKnow(web())).isFalse();
  }

  @Test
  void aMissingPermissionInOneNamespaceLeavesTheOthersAlone() {
    api.forbid("/apis/apps/v1/namespaces/vault/deployments");
    api.hold("web", api.deployment("web", 1, "example/server:1"));

    start(Set.of("shop", "vault"));

    eventually(
        () ->
            assertThat(missing("vault"))
                .containsExactly(
                    "the operator may not list and watch deployments.apps in namespace vault: a"
                        + " cluster administrator has to apply deploy/ again; they are not counted"
                        + " until then"));
    eventually(() -> assertThat(names()).containsExactly("web"));
    assertThat(missing("shop")).isEmpty();
    assertThat(api.paths()).allMatch(path -> path.contains("/namespaces/"));
  }

  @Test
  void aPermissionThatIsGrantedLaterIsNotMissingAnyMore() {
    api.forbid("/apis/apps/v1/deployments");
    api.hold("web", api.deployment("web", 1, "example/server:1"));
    start(Set.of());
    eventually(() -> assertThat(missing("shop")).isNotEmpty());

    api.forbid("");

    eventually(() -> assertThat(names()).containsExactly("web"));
    eventually(() -> assertThat(missing("shop")).isEmpty());
  }

  @Test
  void aRightToListWithoutTheRightToWatchIsNotEnough() {
    api.forbidWatching();
    api.hold("web", api.deployment("web", 1, "example/server:1"));

    start(Set.of());

    eventually(() -> assertThat(missing("shop")).hasSize(1));
    assertThat(names()).containsExactly("web");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void troubleOfTheApiServerPasses(int code) {
    api.fail(code, 3);
    api.hold("web", api.deployment("web", 1, "example/server:1"));

    start(Set.of());

    eventually(() -> assertThat(names()).containsExactly("web"));
    assertThat(missing("shop")).isEmpty();
  }

  @Test
  void aWatchThatEndsIsOpenedAgain() {
    start(Set.of());
    watching();

    api.endWatches();
    watching();
    api.emit("ADDED", api.deployment("web", 1, "example/server:1"));

    eventually(() -> assertThat(names()).containsExactly("web"));
  }

  @Test
  void aConnectionThatIsClosedWithoutAnswerIsTriedAgain() throws Exception {
    RudeServer rude = new RudeServer(2, api.deployment("web", 1, "example/server:1"));
    try (KubernetesClient rudely =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://localhost:" + rude.port())
                    .withRequestRetryBackoffInterval(10)
                    .build())
            .build()) {
      inventory = new WorkloadInventory(rudely, Set.of());
      inventory.start();

      eventually(() -> assertThat(names()).containsExactly("web"));
      assertThat(rude.connections()).isGreaterThan(2);
      inventory.close();
    } finally {
      rude.close();
    }
  }

  private void start(Set<String> namespaces) {
    inventory = new WorkloadInventory(client, namespaces);
    inventory.onChange(changes::add);
    inventory.start();
  }

  private void watching() {
    eventually(() -> assertThat(api.watches()).isEqualTo(1));
  }

  private List<String> names() {
    return inventory.ids("shop").stream()
        .flatMap(id -> inventory.find(id).stream())
        .map(listed -> listed.id().name())
        .sorted()
        .toList();
  }

  private static WorkloadId web() {
    return WorkloadId.of(WorkloadKind.DEPLOYMENT, "shop", "web");
  }

  /** With a text in it that takes as much packed. */
  private String large(int version) {
    byte[] noise = new byte[2 * Content.LARGEST_HELD];
    new Random(7).nextBytes(noise);
    return api.deployment("web", version, "example/server:" + version)
        .replace(
            "\"name\":\"server\"",
            "\"name\":\"server\",\"workingDir\":\"/"
                + Base64.getEncoder().encodeToString(noise)
                + "\"");
  }

  private long asked() {
    return api.paths().stream().filter(path -> path.contains("fieldSelector")).count();
  }

  private List<String> missing(String namespace) {
    return inventory.missingPermissions(namespace, EnumSet.allOf(WorkloadKind.class));
  }

  private String image(String name) {
    WorkloadId id = WorkloadId.of(WorkloadKind.DEPLOYMENT, "shop", name);
    return inventory.find(id).orElseThrow().workload().template().containers().get(0).image();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
