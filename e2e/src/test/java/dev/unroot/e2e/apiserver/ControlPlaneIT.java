package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the other tests on the API server take for granted about it. */
@ExtendWith(ControlPlaneExtension.class)
class ControlPlaneIT {

  private static final Map<String, String> RESTRICTED =
      Map.of("pod-security.kubernetes.io/enforce", "restricted");

  private final ControlPlane controlPlane;

  ControlPlaneIT(ControlPlane controlPlane) {
    this.controlPlane = controlPlane;
  }

  @Test
  void aNamespaceGetsItsServiceAccount() {
    try (TestNamespace namespace = controlPlane.namespace("fresh")) {
      assertThat(
              controlPlane
                  .admin()
                  .serviceAccounts()
                  .inNamespace(namespace.name())
                  .withName("default")
                  .get())
          .isNotNull();
    }
  }

  @Test
  void aDeletedNamespaceGoesAwayWithWhatIsInIt() {
    TestNamespace namespace = controlPlane.namespace("doomed");
    controlPlane.admin().resource(rootPod(namespace)).create();

    namespace.close();

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(controlPlane.admin().namespaces().withName(namespace.name()).get())
                    .isNull());
  }

  @Test
  void podSecurityRefusesARootPodAndNamesTheFields() {
    try (TestNamespace namespace = controlPlane.namespace("restricted", RESTRICTED)) {
      assertThatThrownBy(
              () -> controlPlane.admin().resource(rootPod(namespace)).dryRun(true).create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("violates PodSecurity \"restricted:latest\"")
          .hasMessageContaining("runAsNonRoot != true")
          .hasMessageContaining("runAsUser=0");
    }
  }

  @Test
  void aServiceAccountIsNobodyButItself() {
    try (TestNamespace namespace = controlPlane.namespace("tenant");
        KubernetesClient tenant = controlPlane.clientOf(namespace.name(), "default")) {
      assertThatThrownBy(() -> tenant.pods().inNamespace(namespace.name()).list())
          .hasMessageContaining("system:serviceaccount:" + namespace.name() + ":default")
          .hasMessageContaining("cannot list resource \"pods\"");
    }
  }

  @Test
  void manifestsAreAppliedAsAUserAppliesThem() {
    try (TestNamespace namespace = controlPlane.namespace("manifests")) {
      controlPlane.apply(
          """
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: greeting, namespace: %s}
          data: {text: hello}
          """
              .formatted(namespace.name()));

      assertThat(
              controlPlane.kubectl(
                  "-n",
                  namespace.name(),
                  "get",
                  "configmap",
                  "greeting",
                  "-o",
                  "jsonpath={.data.text}"))
          .isEqualTo("hello");
    }
  }

  private static Pod rootPod(TestNamespace namespace) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("root")
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("web:1")
        .withNewSecurityContext()
        .withRunAsUser(0L)
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .build();
  }
}
