package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.OperatorProcess;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An operator that is newer than the CRDs says so, instead of failing at each write. */
@ExtendWith(ControlPlaneExtension.class)
class OutdatedDefinitionIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OPENAPI = "/openapi/v3/apis/unroot.dev/v1alpha1";
  private static final String NAME = "workloadmigrations.unroot.dev";

  private final ControlPlane cluster;

  OutdatedDefinitionIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
  }

  @Test
  void itNamesTheFieldsThatTheCrdLacksAndEnds() {
    try (TestNamespace namespace = cluster.namespace("outdated");
        KubernetesClient shipped =
            cluster.clientOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT)) {
      cluster
          .admin()
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(NAME)
          .edit(OutdatedDefinitionIT::withoutRemedies);
      await("what the shipped identity is told of the changed CRD")
          .atMost(SOON)
          .until(() -> !shipped.raw(OPENAPI).contains("\"remedies\""));

      OperatorProcess.Refusal refusal = OperatorProcess.refusal(cluster, namespace);

      assertThat(refusal.lines())
          .contains(
              "unroot operator: the CRD workloadmigrations.unroot.dev is older than this operator: it"
                  + " lacks status.trial.attempts.remedies: kubectl apply -k crds/");
      assertThat(refusal.status()).isEqualTo(1);
    } finally {
      cluster.kubectl(
          "apply", "--server-side", "--force-conflicts", "-k", Repository.path("crds").toString());
      await().atMost(SOON).until(() -> cluster.admin().raw(OPENAPI).contains("\"remedies\""));
    }
  }

  /** As an earlier release could have been, which wrote down no remedies. */
  private static CustomResourceDefinition withoutRemedies(CustomResourceDefinition definition) {
    definition
        .getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("status")
        .getProperties()
        .get("trial")
        .getProperties()
        .get("attempts")
        .getItems()
        .getSchema()
        .getProperties()
        .remove("remedies");
    return definition;
  }
}
