package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.engine.image.ImageFacts;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The operator as people install it: its image from the Dockerfile, {@code kubectl apply -k
 * deploy/trial}, a restricted namespace.
 */
@ExtendWith(NodeExtension.class)
class DeployedOperatorIT {
  /** What an administrator knows besides: one image. */
  private static final String IMAGE_FACTS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: unroot-image-facts, namespace: unroot}
      data:
        image-facts.yaml: |
          image: registry.example/team/app
          user: app
          serviceUser: 1001
          source: its Dockerfile
      """;

  private final Node node;

  DeployedOperatorIT(Node node) {
    this.node = node;
  }

  @Test
  void runsRestrictedLeadsAndProvesAWorkload() {
    node.loadOperator();
    node.apply(Repository.path("deploy/trial"));
    node.apply(IMAGE_FACTS);
    try (TestNamespace namespace = node.namespace("deployed")) {
      node.kubectl(
          "-n",
          "unroot",
          "set",
          "image",
          "deployment/unroot-operator",
          "operator=" + Node.OPERATOR);
      node.kubectl(
          "-n",
          "unroot",
          "set",
          "env",
          "deployment/unroot-operator",
          "UNROOT_OBSERVER_IMAGE=" + Node.BUSYBOX,
          "UNROOT_NAMESPACES=" + namespace.name());
      node.kubectl(
          "-n", "unroot", "rollout", "status", "deployment/unroot-operator", "--timeout=120s");

      assertThat(node.kubectl("-n", "unroot", "logs", "deployment/unroot-operator"))
          .containsPattern(
              "\"imageFacts\":\"?" + (ImageFacts.builtIn().facts().size() + 1) + "\\b");

      Plans plans = new Plans(node, namespace);
      plans.deployment("web", Node.NGINX, "ports: [{containerPort: 80}]");
      plans.plan("shop", "{mode: Trial, trial: {network: Inherit, soak: 4s, deadline: 60s}}");
      plans.awaitMigration("web", MigrationPhase.Verified, Duration.ofMinutes(3));

      List<Pod> pods =
          node.admin()
              .pods()
              .inNamespace("unroot")
              .withLabel("app.kubernetes.io/name", "unroot-operator")
              .list()
              .getItems();
      assertThat(pods)
          .anySatisfy(
              pod -> {
                assertThat(
                        pod.getStatus().getContainerStatuses().get(0).getUser().getLinux().getUid())
                    .isEqualTo(65532);
                assertThat(pod.getStatus().getContainerStatuses().get(0).getRestartCount())
                    .isZero();
              });
      assertThat(
              node.admin()
                  .leases()
                  .inNamespace("unroot")
                  .withName("unroot-operator")
                  .get()
                  .getSpec()
                  .getHolderIdentity())
          .startsWith("unroot-");
      String metrics =
          node.kubectl(
              "get",
              "--raw",
              "/api/v1/namespaces/unroot/pods/"
                  + pods.get(0).getMetadata().getName()
                  + ":8080/proxy/metrics");
      assertThat(metrics).contains("operator_sdk_reconciliations_executions_migration");
      String log = node.kubectl("-n", "unroot", "logs", "deployment/unroot-operator");
      assertThat(log.lines().filter(line -> line.contains("proved by attempt")).findFirst())
          .hasValueSatisfying(line -> assertThat(line).startsWith("{").contains("\"workload\":"));
    } finally {
      node.kubectl("-n", "unroot", "delete", "deployment", "unroot-operator", "--wait=true");
    }
  }
}
