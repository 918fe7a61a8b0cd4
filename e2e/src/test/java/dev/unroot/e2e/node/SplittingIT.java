package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that prepare something as root and then start their program: each is taken apart, proved
 * on a real node, and does its job before and after, on the data that the root version wrote.
 */
@ExtendWith(NodeExtension.class)
class SplittingIT {
  private static final Duration TRIALS = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Trial, trial: {network: Inherit, soak: 3s, deadline: 45s, maxConcurrent: 3}}";

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        strategy: {type: Recreate}
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            terminationGracePeriodSeconds: 2
      """;

  private final Node node;
  private final Installation installation;

  SplittingIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatIsRootOnlyToPrepareIsRootNoMore(@TempDir Path storage) throws IOException {
    try (TestNamespace namespace = node.namespace("splitting")) {
      node.apply(Repository.path("deploy/script-permissions"));
      for (SetUpWorkload workload : SetUpWorkload.values()) {
        start(workload, namespace, storage);
      }
      for (SetUpWorkload workload : SetUpWorkload.values()) {
        awaitRollout(workload, namespace);
      }
      pod(SetUpWorkload.ORDERS, namespace).exec("redis-cli", "set", "before", "pear");
      Plans plans = new Plans(node, namespace);
      plans.plan("shop", PLAN);
      try (RunningOperator operator = installation.operator(namespace)) {
        for (SetUpWorkload workload : SetUpWorkload.values()) {
          WorkloadMigration migration =
              plans.awaitMigration(workload.workload(), MigrationPhase.Verified, TRIALS);
          tell(migration);
          assertThat(migration.getStatus().proposal().rung())
              .as(workload.workload())
              .isEqualTo(workload.rung());
          apply(migration, namespace);
        }
      }

      for (SetUpWorkload workload : SetUpWorkload.values()) {
        awaitRollout(workload, namespace);
        ServerPod pod = pod(workload, namespace);
        assertThat(pod.exec("cat", "/proc/1/status"))
            .as(workload.workload())
            .doesNotContainPattern("Uid:\\s+0")
            .containsPattern("CapEff:\\s+0{16}");
      }
      doTheirJobs(namespace);
      end(namespace);
    }
  }

  private void doTheirJobs(TestNamespace namespace) {
    for (SetUpWorkload redis : List.of(SetUpWorkload.QUEUE, SetUpWorkload.ORDERS)) {
      pod(redis, namespace).exec("redis-cli", "set", "fruit", "plum");
      assertThat(pod(redis, namespace).exec("redis-cli", "get", "fruit")).contains("plum");
    }
    assertThat(pod(SetUpWorkload.ORDERS, namespace).exec("redis-cli", "get", "before"))
        .contains("pear");
    assertThat(pod(SetUpWorkload.PAGE, namespace).get(8080, "/")).contains("prepared");
    assertThat(pod(SetUpWorkload.NOTES, namespace).get(8080, "/first"))
        .isEqualTo("first\nwritten\n");
    assertThat(
            node.admin()
                .apps()
                .deployments()
                .inNamespace(namespace.name())
                .withName(SetUpWorkload.NOTES.workload())
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getInitContainers())
        .extracting(container -> container.getName())
        .containsExactly("first");
    assertThat(
            pod(SetUpWorkload.KERNEL, namespace).exec("cat", "/proc/sys/net/ipv4/tcp_fin_timeout"))
        .isEqualToIgnoringNewLines("31");
    assertThat(pod(SetUpWorkload.HOOK, namespace).get(8080, "/")).contains("made");
    ServerPod stock = pod(SetUpWorkload.STOCK, namespace);
    assertThat(stock.get(8080, "/served")).contains("served");
    assertThat(stock.get(8080, "/debian_defaults")).contains("supported-versions");
    assertThat(
            pod(SetUpWorkload.PALETTE, namespace).exec("redis-cli", "config", "get", "maxmemory"))
        .contains("67108864");
    assertThat(pod(SetUpWorkload.MOVED, namespace).exec("stat", "-c", "%u", "/data/a"))
        .isEqualToIgnoringNewLines("7");
    assertThat(pod(SetUpWorkload.KEEPER, namespace).get(8080, "/made")).contains("made");
    assertThat(pod(SetUpWorkload.SCRIPTED, namespace).get(8080, "/made")).contains("made");
    assertThat(pod(SetUpWorkload.CHART, namespace).get(8080, "/starts").lines()).hasSize(2);
  }

  private void start(SetUpWorkload workload, TestNamespace namespace, Path storage)
      throws IOException {
    String claim = "";
    if (workload.hasClaim()) {
      Path directory = Files.createDirectories(storage.resolve(workload.workload()));
      claim = HostStorage.claim(workload.workload(), namespace.name(), directory);
    }
    node.apply(
        claim
            + workload.configuration(namespace.name())
            + DEPLOYMENT.formatted(workload.workload(), namespace.name())
            + workload.spec().indent(4));
  }

  private void awaitRollout(SetUpWorkload workload, TestNamespace namespace) {
    node.kubectl(
        "-n",
        namespace.name(),
        "rollout",
        "status",
        "deployment/" + workload.workload(),
        "--timeout=90s");
  }

  private void apply(WorkloadMigration migration, TestNamespace namespace) {
    node.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "deployment/" + migration.getSpec().workload().name(),
        "--patch",
        migration.getStatus().proposal().patch());
  }

  private ServerPod pod(SetUpWorkload workload, TestNamespace namespace) {
    Pod pod =
        await("the pod of " + workload.workload() + " alone")
            .atMost(SOON)
            .until(
                () ->
                    node.admin()
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel("app", workload.workload())
                        .list()
                        .getItems(),
                pods -> pods.size() == 1)
            .get(0);
    return new ServerPod(
        node, namespace.name(), pod.getMetadata().getName(), pod.getStatus().getPodIP());
  }

  /** For whoever reads the log of a build. */
  private static void tell(WorkloadMigration migration) {
    System.out.println(
        migration.getSpec().workload().name()
            + ": "
            + migration.getStatus().proposal().rung()
            + ": "
            + migration.getStatus().message());
    for (TrialAttempt attempt : migration.getStatus().trial().attempts()) {
      System.out.println("    " + attempt.number() + " " + attempt.message());
    }
  }

  /** Before its directories go; they are the node's, and nobody else's. */
  private void end(TestNamespace namespace) {
    for (SetUpWorkload workload : SetUpWorkload.values()) {
      if (workload.hasClaim()) {
        String own = "app=" + workload.workload();
        node.kubectl("-n", namespace.name(), "delete", "deployments", workload.workload());
        node.kubectl("-n", namespace.name(), "wait", "pod", "-l", own, "--for=delete");
        node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-" + workload.workload());
      }
    }
  }
}
