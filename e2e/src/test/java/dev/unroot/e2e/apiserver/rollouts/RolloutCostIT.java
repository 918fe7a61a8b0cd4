package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the rollout of one workload costs the API server, and how long it takes over its soak. */
@ExtendWith(ControlPlaneExtension.class)
class RolloutCostIT {
  /**
   * Pods are ready as soon as they are there: what is left is ours, and two looks of a controller.
   */
  private static final Duration OURS = Duration.ofSeconds(10);

  private final ControlPlane cluster;
  private final Installation installation;

  RolloutCostIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/apply-permissions"));
  }

  @Test
  void aRolloutTakesAFewWrites() {
    Requests requests = new Requests();
    try (TestNamespace namespace = cluster.namespace("cost")) {
      UnprovedWorkload web = new UnprovedWorkload(cluster, namespace);
      web.apply();
      try (StandInKubelet kubelet = web.kubelet(false);
          RunningOperator operator =
              installation.operator(
                  namespace,
                  cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
                  requests::listen)) {
        web.plan();
        web.awaitMigrated();
      }

      Map<String, Long> writes =
          requests.writes().stream()
              .map(RolloutCostIT::kind)
              .collect(
                  Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
      RolloutStatus rollout = new Plans(cluster, namespace).migration("web").getStatus().rollout();
      Duration took =
          Duration.between(Instant.parse(rollout.startedAt()), Instant.parse(rollout.endedAt()));
      System.out.println(writes + ", " + took.toSeconds() + " s with a soak of 1 s");
      assertThat(writes.get("PATCH deployments")).as("tried once, changed once").isEqualTo(2);
      assertThat(writes.get("PATCH workloadmigrations"))
          .as("its turn, the finalizer, and both taken away again")
          .isEqualTo(4);
      assertThat(writes.get("PATCH workloadmigrations/status")).isLessThanOrEqualTo(12);
      assertThat(took).isLessThan(OURS);
    }
  }

  private static String kind(String request) {
    List<String> path = List.of(request.split(" ")[1].split("/"));
    List<String> resource =
        path.contains("namespaces")
            ? path.subList(path.indexOf("namespaces") + 2, path.size())
            : path;
    return request.split(" ")[0]
        + " "
        + resource.get(0)
        + (resource.size() > 2 ? "/" + resource.get(2) : "");
  }
}
