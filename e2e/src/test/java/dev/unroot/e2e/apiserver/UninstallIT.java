package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Installing, upgrading and uninstalling by the commands of {@code docs/operations.md}, in a
 * control plane of its own, since nothing is left of unroot afterwards.
 */
class UninstallIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String KINDS =
      "crd,clusterroles,clusterrolebindings,validatingadmissionpolicies,"
          + "validatingadmissionpolicybindings,priorityclasses,namespaces";

  private static ControlPlane cluster;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void nothingIsLeftButTheWorkloads() {
    String upgrade = OperationsPage.command("kubectl apply --server-side -k");
    cluster.shell(upgrade);
    assertThat(ours()).contains("workloadmigrations.unroot.dev", "unroot-operator-apply");
    cluster.shell(upgrade); // what is there is upgraded

    TestNamespace namespace = cluster.namespace("shop");
    Plans plans = new Plans(cluster, namespace);
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = Installation.of(cluster).operator(namespace)) {
      plans.awaitMigration("web", MigrationPhase.Proposed, SOON);

      cluster.shell(OperationsPage.command("kubectl delete mp --all -A"));
      cluster.shell(OperationsPage.command("kubectl wait wm --all -A"));
      assertThat(plans.migrations()).isEmpty();
    }
    cluster.shell(OperationsPage.command("kubectl delete -k"));

    assertThat(ours()).isEmpty();
    assertThat(
            cluster
                .admin()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName("web")
                .get()
                .getMetadata()
                .getGeneration())
        .isEqualTo(1);
  }

  private static String ours() {
    return cluster.shell("kubectl get " + KINDS + " -o name | grep unroot || true");
  }
}
