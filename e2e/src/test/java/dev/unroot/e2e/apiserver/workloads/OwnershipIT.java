package dev.unroot.e2e.apiserver.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Delivery;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.RegressionRisk;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who re-applies a workload, and who else may undo a change, as the API server records it: each
 * object is written as its owner would write it.
 */
@ExtendWith(ControlPlaneExtension.class)
class OwnershipIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ControlPlane cluster;
  private final Installation installation;
  @TempDir private Path folder;

  OwnershipIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void ownersAndRisksAreReadFromRealManagedFields() throws IOException {
    try (TestNamespace namespace = cluster.namespace("owned")) {
      Plans plans = new Plans(cluster, namespace);
      kubectl(
          namespace,
          "helm",
          "labels: {app.kubernetes.io/managed-by: Helm}, annotations: {meta.helm.sh/release-name: shop, meta.helm.sh/release-namespace: prod}",
          "create",
          "--field-manager=helm");
      kubectl(
          namespace,
          "flux",
          "labels: {kustomize.toolkit.fluxcd.io/name: apps, kustomize.toolkit.fluxcd.io/namespace: flux-system}",
          "apply",
          "--server-side",
          "--field-manager=kustomize-controller");
      kubectl(
          namespace,
          "argo",
          "annotations: {argocd.argoproj.io/tracking-id: 'shop:apps/Deployment:"
              + namespace.name()
              + "/argo'}",
          "apply",
          "--field-manager=argocd-controller");
      kubectl(namespace, "applied", "", "apply");
      kubectl(namespace, "pipeline", "", "apply", "--server-side", "--field-manager=pipeline");
      kubectl(namespace, "edited", "", "create");
      cluster.kubectl(
          "-n", namespace.name(), "set", "image", "deployment/edited", "edited=nginx:1.28");
      plans.plan("shop", "{mode: Propose}");

      try (RunningOperator operator = installation.operator(namespace)) {
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

        assertThat(plan.getStatus().counts().workloads()).isEqualTo(6);
        assertThat(plan.getStatus().counts().owned()).isEqualTo(3);
        assertOwned(plans, "helm", "Helm release prod/shop");
        assertOwned(plans, "flux", "Flux Kustomization flux-system/apps");
        assertOwned(plans, "argo", "Argo CD application shop");
        assertThat(risks(plans, "helm")).isEmpty();
        assertThat(risks(plans, "flux")).isEmpty();
        assertThat(risks(plans, "argo")).isEmpty();
        assertThat(risks(plans, "edited")).isEmpty();
        for (String changeable : List.of("applied", "pipeline", "edited")) {
          assertThat(plans.migration(changeable).getStatus().owner()).isNull();
          assertThat(plans.migration(changeable).getStatus().delivery())
              .isEqualTo(Delivery.Cluster);
        }
        assertThat(risks(plans, "applied"))
            .singleElement()
            .satisfies(
                risk -> {
                  assertThat(risk.manager()).isEqualTo("kubectl apply");
                  assertThat(risk.why()).contains("kubectl-client-side-apply");
                });
        assertThat(risks(plans, "pipeline"))
            .singleElement()
            .satisfies(
                risk -> {
                  assertThat(risk.manager()).isEqualTo("pipeline");
                  assertThat(risk.why()).contains("next apply may undo");
                });
        assertThat(cluster.kubectl("-n", namespace.name(), "get", "wm", "-o", "wide"))
            .contains("DELIVERY", "OWNER", "Helm release prod/shop", "Patch", "Cluster");
      }
    }
  }

  private static List<RegressionRisk> risks(Plans plans, String workload) {
    return plans.migration(workload).getStatus().regressionRisks();
  }

  private static void assertOwned(Plans plans, String workload, String owner) {
    WorkloadMigrationStatus status = plans.migration(workload).getStatus();
    assertThat(status.owner().summary()).isEqualTo(owner);
    assertThat(status.delivery()).isEqualTo(Delivery.Patch);
    assertThat(status.message()).contains(owner).contains("the patch");
  }

  private void kubectl(TestNamespace namespace, String name, String metadata, String... words)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve(name + ".yaml"),
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: %1$s, %2$s}
            spec:
              selector: {matchLabels: {app: %1$s}}
              template:
                metadata: {labels: {app: %1$s}}
                spec: {containers: [{name: %1$s, image: "nginx:1.29"}]}
            """
                .formatted(name, metadata));
    List<String> arguments = new ArrayList<>(List.of(words));
    arguments.addAll(List.of("-n", namespace.name(), "-f", file.toString()));
    cluster.kubectl(arguments.toArray(String[]::new));
  }
}
