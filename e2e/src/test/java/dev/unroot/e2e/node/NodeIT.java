package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the other tests on the node take for granted about it. */
@ExtendWith(NodeExtension.class)
class NodeIT {

  private final Node node;

  NodeIT(Node node) {
    this.node = node;
  }

  @Test
  void debiansNginxServesOnPort80AsRoot() {
    try (TestNamespace namespace = node.namespace("nginx")) {
      Pod pod = started(pod(namespace, Node.NGINX));

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(get("http://" + pod.getStatus().getPodIP() + ":80/"))
                      .contains("Welcome to nginx!"));
      assertThat(pod.getStatus().getContainerStatuses().get(0).getUser().getLinux().getUid())
          .isZero();
    }
  }

  @Test
  void theKubeletRefusesRootWhereItMayNotRun() {
    try (TestNamespace namespace = node.namespace("refused")) {
      Pod pod =
          new PodBuilder(pod(namespace, Node.NGINX))
              .editSpec()
              .withNewSecurityContext()
              .withRunAsNonRoot(true)
              .endSecurityContext()
              .endSpec()
              .build();
      node.admin().resource(pod).create();

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(node.admin().resource(pod).get().getStatus().getContainerStatuses())
                      .first()
                      .satisfies(
                          status -> {
                            assertThat(status.getState().getWaiting().getReason())
                                .isEqualTo("CreateContainerConfigError");
                            assertThat(status.getState().getWaiting().getMessage())
                                .contains("image will run as root");
                          }));
    }
  }

  @Test
  void aPodInAUserNamespaceIsRootThereOnly() {
    try (TestNamespace namespace = node.namespace("userns")) {
      Pod pod =
          started(
              new PodBuilder(pod(namespace, Node.BUSYBOX))
                  .editSpec()
                  .withHostUsers(false)
                  .editFirstContainer()
                  .withCommand("sh", "-c", "cat /proc/self/uid_map && exec sleep 600")
                  .endContainer()
                  .endSpec()
                  .build());

      // "0 1879048192 65536": root inside is a user without privileges outside.
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(log(pod)).matches("(?s)\\s*0\\s+[1-9]\\d+\\s.*"));
    }
  }

  private String log(Pod pod) {
    return node.admin()
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .getLog();
  }

  private Pod started(Pod pod) {
    return node.admin()
        .resource(node.admin().resource(pod).create())
        .waitUntilCondition(
            p -> p != null && p.getStatus() != null && "Running".equals(p.getStatus().getPhase()),
            60,
            TimeUnit.SECONDS);
  }

  private static Pod pod(TestNamespace namespace, String image) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .withTerminationGracePeriodSeconds(0L)
        .addNewContainer()
        .withName("web")
        .withImage(image)
        .withImagePullPolicy("Never")
        .endContainer()
        .endSpec()
        .build();
  }

  private static String get(String address) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
