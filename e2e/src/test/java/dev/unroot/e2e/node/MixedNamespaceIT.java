package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A namespace as teams have them goes from root to where each of its workloads can get, by one plan
 * in mode {@code Apply}: what has two replicas answers every request meanwhile, and what keeps data
 * has it afterwards.
 */
@ExtendWith(NodeExtension.class)
class MixedNamespaceIT {
  private static final Duration ALL = Duration.ofMinutes(20);
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String PLAN =
      "{mode: Apply, trial: {network: Inherit, soak: 4s, deadline: 60s, maxConcurrent: 3},"
          + " apply: {soak: 5s, deadline: 3m, maxConcurrent: 2, downtime: Allowed}}";

  /** Those of which one pod serves, and the level that each ends at. */
  private static final Map<Server, String> SERVERS =
      Map.of(
          Server.REDIS, "restricted",
          Server.POSTGRES, "restricted",
          Server.MEMCACHED, "restricted",
          Server.PYTHON, "restricted",
          Server.NAMED_USER, "restricted",
          Server.PRIVILEGED, "restricted",
          Server.TWO_CONTAINERS, "restricted",
          Server.INSISTS, "baseline",
          Server.REDIS_CLAIMS, "restricted",
          Server.POSTGRES_CLAIM, "restricted");

  /**
   * Those of which two pods serve: as root, on a port that only root could bind once, with set-up.
   */
  private static final Map<String, String> REPLICATED =
      Map.of(
          "files",
          "{image: \"test.local/busybox:1\", command: [httpd, -f, -p, \"80\", -h, /etc]",
          "front",
          "{image: \"test.local/debian-nginx:1\"",
          "prepared",
          "{image: \"test.local/busybox:1\", command: [sh, -c,"
              + " \"mkdir -p /srv/www && chown -R 33 /srv/www && exec httpd -f -p 80 -h /srv/www\"]");

  private final Node node;
  private final Installation installation;

  MixedNamespaceIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void everyWorkloadComesAsFarAsItCanAndServesMeanwhile(@TempDir Path storage) throws IOException {
    node.apply(Repository.path("deploy/apply-permissions"));
    try (TestNamespace namespace = node.namespace("mixed")) {
      Plans plans = new Plans(node, namespace);
      for (Server server : SERVERS.keySet()) {
        Path directory = Files.createDirectories(storage.resolve(server.workload()));
        node.apply(
            server
                .manifest(namespace.name(), directory.toString())
                .replaceAll(
                    "(?m)^metadata: \\{", "metadata: {namespace: " + namespace.name() + ", "));
      }
      REPLICATED.forEach((name, container) -> replicated(namespace, name, container));
      awaitAll(namespace);
      SERVERS.keySet().stream()
          .filter(Server::keepsData)
          .forEach(server -> server.before().ask(pod(server, namespace)));

      Map<String, SteadyRequests> requests = new LinkedHashMap<>();
      REPLICATED.keySet().forEach(name -> requests.put(name, requests(namespace, name)));
      try (RunningOperator operator = installation.operator(namespace)) {
        plans.plan("shop", PLAN);
        plans.awaitPlan("shop", PlanPhase.Applied, ALL);
      } finally {
        requests.values().forEach(SteadyRequests::close);
      }

      SoftAssertions all = new SoftAssertions();
      SERVERS.forEach((server, level) -> check(all, plans.migration(server.workload()), level));
      REPLICATED.keySet().forEach(name -> check(all, plans.migration(name), "restricted"));
      SERVERS.keySet().forEach(server -> check(all, server, namespace));
      requests.forEach((name, asked) -> check(all, name, asked));
      endWhatKeepsData(namespace);
      all.assertAll();
    }
  }

  private static void check(SoftAssertions all, WorkloadMigration migration, String level) {
    String name = migration.getSpec().workload().name();
    String told = name + ": " + migration.getStatus().message();
    System.out.println(told);
    all.assertThat(migration.getStatus().phase()).as(told).isEqualTo(MigrationPhase.Migrated);
    all.assertThat(migration.getStatus().level()).as(told).isEqualTo(level);
  }

  private void check(SoftAssertions all, Server server, TestNamespace namespace) {
    all.assertThatCode(
            () -> {
              ServerPod pod = pod(server, namespace);
              await(server.workload() + " to answer")
                  .atMost(READY)
                  .ignoreExceptions()
                  .untilAsserted(() -> assertThat(server.job().ask(pod)).contains(server.answer()));
            })
        .as("the job of " + server.workload())
        .doesNotThrowAnyException();
  }

  private static void check(SoftAssertions all, String name, SteadyRequests asked) {
    System.out.println(name + " answered " + asked.answered() + " requests");
    all.assertThat(asked.failures()).as("requests to " + name + " that failed").isEmpty();
    all.assertThat(asked.answered()).as("requests to " + name).isGreaterThan(1000);
  }

  private SteadyRequests requests(TestNamespace namespace, String name) {
    String address =
        node.admin()
            .services()
            .inNamespace(namespace.name())
            .withName(name)
            .get()
            .getSpec()
            .getClusterIP();
    return new SteadyRequests(address, 80);
  }

  /**
   * As Kubernetes has it for what is not to lose a request: ready is told, and an end is waited
   * for.
   */
  private void replicated(TestNamespace namespace, String name, String container) {
    node.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - %3$s, name: %1$s, imagePullPolicy: Never, ports: [{containerPort: 80}],
                  readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1},
                  lifecycle: {preStop: {sleep: {seconds: 4}}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: %2$s}
        spec: {selector: {app: %1$s}, ports: [{port: 80}]}
        """
            .formatted(name, namespace.name(), container));
  }

  private void awaitAll(TestNamespace namespace) {
    for (String line :
        node.kubectl("-n", namespace.name(), "get", "deployments,statefulsets", "-o", "name")
            .split("\n")) {
      node.kubectl("-n", namespace.name(), "rollout", "status", line, "--timeout=120s");
    }
  }

  private ServerPod pod(Server server, TestNamespace namespace) {
    Pod pod =
        await("the new pod of " + server.workload() + " alone")
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

  /** Before its directories go; they are the node's, and nobody else's. */
  private void endWhatKeepsData(TestNamespace namespace) {
    for (Server server : List.of(Server.REDIS_CLAIMS, Server.POSTGRES_CLAIM)) {
      String own = "app=" + server.workload();
      node.kubectl("-n", namespace.name(), "delete", "deployments,statefulsets", "-l", own);
      node.kubectl("-n", namespace.name(), "wait", "pod", "-l", own, "--for=delete");
      node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-" + server.workload());
    }
  }
}
