package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real servers as people ship them, each tried on a real node: how far it comes, and that it does
 * its job there once its proposal is applied.
 */
@ExtendWith(NodeExtension.class)
class ServersIT {
  private static final Duration ALL = Duration.ofMinutes(20);
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Trial, trial: {network: Inherit, soak: 4s, deadline: 60s, maxAttempts: 8}}";

  private final Node node;
  private final Installation installation;

  ServersIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void eachComesAsFarAsItCanAndDoesItsJobThere(@TempDir Path storage) throws IOException {
    try (TestNamespace namespace = node.namespace("servers")) {
      Plans plans = new Plans(node, namespace);
      for (Server server : Server.values()) {
        Path directory = Files.createDirectories(storage.resolve(server.workload()));
        String manifest = server.manifest(namespace.name(), directory.toString());
        node.apply(inNamespace(manifest, namespace));
      }
      awaitProduction(namespace);
      for (Server server : Server.values()) {
        if (server.keepsData()) {
          server.before().ask(pod(server, namespace));
        }
      }
      plans.plan("shop", PLAN);
      Map<String, WorkloadMigration> migrations;
      try (RunningOperator operator = installation.operator(namespace)) {
        plans.awaitPlan("shop", PlanPhase.Tried, ALL);
        migrations =
            plans.migrations().stream()
                .collect(Collectors.toMap(m -> m.getSpec().workload().name(), Function.identity()));
      }

      SoftAssertions all = new SoftAssertions();
      for (Server server : Server.values()) {
        WorkloadMigration migration = migrations.get(server.workload());
        tell(server, migration);
        all.assertThatCode(() -> check(server, migration, namespace))
            .as(server.workload() + ": " + migration.getStatus().message())
            .doesNotThrowAnyException();
      }
      endWhatKeepsData(namespace);
      all.assertAll();
      assertCosts(migrations.values());
    }
  }

  /** Before its directories go; they are the node's, and nobody else's. */
  private void endWhatKeepsData(TestNamespace namespace) {
    for (Server server : Server.values()) {
      if (server.keepsData()) {
        String own = "app=" + server.workload();
        node.kubectl("-n", namespace.name(), "delete", "deployments,statefulsets", "-l", own);
        node.kubectl("-n", namespace.name(), "wait", "pod", "-l", own, "--for=delete");
        node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-" + server.workload());
      }
    }
  }

  /**
   * What reaches its node is compared with its own pods, which have to be there for that; what
   * keeps data has to have written some.
   */
  private void awaitProduction(TestNamespace namespace) {
    for (String bound :
        List.of(
            "deployment/privileged",
            "daemonset/node-reader",
            "statefulset/redis-claims",
            "deployment/postgres-claim",
            "deployment/notes")) {
      node.kubectl("-n", namespace.name(), "rollout", "status", bound, "--timeout=90s");
    }
  }

  private static String inNamespace(String manifest, TestNamespace namespace) {
    return manifest.replaceAll(
        "(?m)^metadata: \\{", "metadata: {namespace: " + namespace.name() + ", ");
  }

  private void check(Server server, WorkloadMigration migration, TestNamespace namespace) {
    assertThat(migration.getStatus().phase()).isEqualTo(server.phase());
    if (server.phase() != MigrationPhase.Verified) {
      return;
    }
    assertThat(migration.getStatus().proposal().rung()).isEqualTo(server.rung());
    String kind = migration.getSpec().workload().kind() + "/" + server.workload();
    node.kubectl(
        "-n", namespace.name(), "patch", kind, "--patch", migration.getStatus().proposal().patch());
    try {
      node.kubectl("-n", namespace.name(), "rollout", "status", kind, "--timeout=90s");
    } catch (CommandFailedException e) {
      throw new AssertionError(
          node.kubectl(
              "-n", namespace.name(), "describe", "pods", "-l", "app=" + server.workload()),
          e);
    }
    ServerPod pod = pod(server, namespace);
    await(server.workload() + " to answer")
        .atMost(READY)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(server.job().ask(pod)).contains(server.answer()));
  }

  private ServerPod pod(Server server, TestNamespace namespace) {
    Pod pod =
        await("the new pod alone")
            .atMost(READY)
            .until(
                () ->
                    node.admin()
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel("app", server.workload())
                        .list()
                        .getItems(),
                pods -> pods.size() == 1)
            .get(0);
    return new ServerPod(
        node, namespace.name(), pod.getMetadata().getName(), pod.getStatus().getPodIP());
  }

  /** One line a server, for whoever reads the log of a build, and the sum of them. */
  private static void tell(Server server, WorkloadMigration migration) {
    ProofCost cost = ProofCost.of(migration);
    String rung =
        migration.getStatus().proposal() == null ? "" : migration.getStatus().proposal().rung();
    System.out.printf(
        "%-16s %-13s %-19s %2d pods %3d s  %s%n",
        server.workload(),
        migration.getStatus().phase(),
        rung,
        cost.pods(),
        cost.seconds(),
        migration.getStatus().message());
    if (migration.getStatus().trial() != null) {
      for (TrialAttempt attempt : migration.getStatus().trial().attempts()) {
        System.out.println(
            "    " + attempt.number() + " " + attempt.outcome() + ": " + attempt.message());
      }
    }
  }

  private static void assertCosts(Collection<WorkloadMigration> migrations) {
    List<ProofCost> costs =
        migrations.stream()
            .filter(m -> m.getStatus().phase() == MigrationPhase.Verified)
            .map(ProofCost::of)
            .toList();
    long[] seconds = costs.stream().mapToLong(ProofCost::seconds).sorted().toArray();
    long[] pods = costs.stream().mapToLong(ProofCost::pods).sorted().toArray();
    int last = costs.size() - 1;
    System.out.printf(
        "%d proofs: %d s each (median), %d s at most; %d pods each (median), %d at most%n",
        costs.size(), seconds[costs.size() / 2], seconds[last], pods[costs.size() / 2], pods[last]);
    assertThat(seconds[costs.size() / 2]).as("median seconds of a proof").isLessThan(45);
    assertThat(pods[last] - 1).as("candidates of a proof").isLessThanOrEqualTo(6);
  }
}
