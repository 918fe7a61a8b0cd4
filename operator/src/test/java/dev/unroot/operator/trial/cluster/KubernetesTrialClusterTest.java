package dev.unroot.operator.trial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.pod.Observer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient
class KubernetesTrialClusterTest {
  private static final String PODS = "/api/v1/namespaces/shop/pods";
  private static final String POD = PODS + "/web-trial-0-abcde";
  private static final String LOG = POD + "/log?container=server&limitBytes=1048576&tailLines=400";

  KubernetesMockServer server;
  KubernetesClient client;

  private final Pod pod =
      new PodBuilder()
          .withNewMetadata()
          .withName("web-trial-0-abcde")
          .withNamespace("shop")
          .endMetadata()
          .withNewSpec()
          .addNewContainer()
          .withName("server")
          .endContainer()
          .endSpec()
          .build();

  @Test
  void onlyTheTrialPodsOfOneMigrationAreListed() {
    server
        .expect()
        .get()
        .withPath(
            PODS
                + "?labelSelector=unroot.dev%2Ftrial%3Dtrue%2C"
                + "unroot.dev%2Fmigration%3Ddeployment-web-12345")
        .andReturn(200, new PodListBuilder().addToItems(pod).build())
        .once();

    assertThat(cluster().pods("shop", "deployment-web-12345")).hasSize(1);
  }

  @Test
  void aPodIsMadeAsItIs() throws Exception {
    server.expect().post().withPath(PODS).andReturn(201, pod).once();

    cluster().create(pod);

    assertThat(Samples.SERIALIZATION.unmarshal(server.takeRequest().getUtf8Body(), Pod.class))
        .isEqualTo(pod);
  }

  @Test
  void aPodThatIsThereAlreadyIsFine() {
    server.expect().post().withPath(PODS).andReturn(409, status(409, "already exists")).always();

    assertThatCode(() -> cluster().create(pod)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 422})
  void aPodThatIsRefusedIsForTheTrialToDecide(int code) {
    server.expect().post().withPath(PODS).andReturn(code, status(code, "no")).always();

    assertThatThrownBy(() -> cluster().create(pod))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused -> {
              assertThat(refused.getCode()).isEqualTo(code);
              assertThat(refused.getStatus().getMessage()).isEqualTo("no");
            });
  }

  @Test
  void aPodThatIsGoneAlreadyNeedsNoDeletion() {
    server.expect().delete().withPath(POD).andReturn(404, status(404, "not found")).always();

    assertThatCode(() -> cluster().delete(pod)).doesNotThrowAnyException();
  }

  @Test
  void observersAreAddedThroughTheirSubresource() throws Exception {
    server.expect().get().withPath(POD).andReturn(200, pod).always();
    server.expect().get().withPath(POD + "/ephemeralcontainers").andReturn(200, pod).always();
    server.expect().patch().withPath(POD + "/ephemeralcontainers").andReturn(200, pod).always();

    cluster()
        .observe(
            pod,
            List.of(
                Observer.of(
                    0, "server", "example/busybox:1", Duration.ofSeconds(10), List.of(), false)));

    RecordedRequest last = server.getLastRequest();
    assertThat(last.getMethod()).isEqualTo("PATCH");
    assertThat(last.getPath()).isEqualTo(POD + "/ephemeralcontainers");
    assertThat(last.getUtf8Body()).contains("unroot-observer-0").contains("targetContainerName");
  }

  @Test
  void aLogThatLooksLikeAnObjectIsStillText() {
    server.expect().get().withPath(LOG).andReturn(200, "{\"kind\": \"Status\"}\n").once();

    assertThat(cluster().log(pod, "server")).contains("{\"kind\": \"Status\"}\n");
  }

  @Test
  void theEndOfALogIsRead() {
    server.expect().get().withPath(LOG).andReturn(200, "permission denied\n").once();

    assertThat(cluster().log(pod, "server")).contains("permission denied\n");
    assertThat(server.getRequestCount()).as("nothing is waited for or watched").isEqualTo(1);
  }

  @Test
  void theEndOfALogThatIsCutIsReadToo() {
    String last = LOG.replace("tailLines=400", "tailLines=60");
    server.expect().get().withPath(LOG).andReturn(200, "\u00e9".repeat(524_288)).once();
    server.expect().get().withPath(last).andReturn(200, "permission denied\n").once();

    assertThat(cluster().log(pod, "server"))
        .hasValueSatisfying(log -> assertThat(log).endsWith("\npermission denied\n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void aContainerThatNeverRanHasNoLog(int code) {
    server.expect().get().withPath(LOG).andReturn(code, status(code, "waiting to start")).always();

    assertThat(cluster().log(pod, "server")).isEmpty();
  }

  @Test
  void aLogThatMayNotBeReadIsNotTakenForAnEmptyOne() {
    server.expect().get().withPath(LOG).andReturn(403, status(403, "forbidden")).always();

    assertThatThrownBy(() -> cluster().log(pod, "server"))
        .isInstanceOf(KubernetesClientException.class);
  }

  private TrialCluster cluster() {
    return new KubernetesTrialCluster(client);
  }

  private static Status status(int code, String message) {
    return new StatusBuilder().withCode(code).withMessage(message).build();
  }
}
