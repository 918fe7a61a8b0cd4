package dev.unroot.e2e.apiserver.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Requests;
import dev.unroot.e2e.installation.Workloads;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where nothing changes, or nothing that matters, the operator writes nothing at all. */
@ExtendWith(ControlPlaneExtension.class)
class NothingChangesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration AFTER_RESTART = Duration.ofSeconds(8);

  private final ControlPlane cluster;
  private final Installation installation;

  NothingChangesIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void nothingIsWrittenNeitherWhileItRunsNorAfterARestart() {
    try (TestNamespace namespace = cluster.namespace("quiet")) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      plans.deployment("web", "nginx:1.29", "");
      plans.deployment("agent", "shop/agent:1", "securityContext: {privileged: true}");
      plans.deployment("safe", "shop/safe:1", Workloads.RESTRICTED);
      workloads.create(
          20, number -> Workloads.cronJob("report-" + number, "", "image: 'shop/report:1'"));
      plans.plan("shop", "{mode: Propose}");
      Map<String, String> before;
      Requests requests = new Requests();
      try (RunningOperator operator = operator(namespace, requests)) {
        plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
        plans.plan("late", "{mode: Propose}"); // one that looks again and again
        plans.awaitPlan("late", PlanPhase.Stalled, SOON);
        awaitNoWrites(requests, SETTLED);
        before = versions(namespace);

        // What changes here tells unroot nothing.
        cluster.kubectl("-n", namespace.name(), "annotate", "deployment/web", "note=looked-at");
        cluster.kubectl("-n", namespace.name(), "scale", "deployment/safe", "--replicas=2");
        awaitNoWrites(requests, QUIET);
        assertThat(versions(namespace)).isEqualTo(before);
      }

      Requests afterwards = new Requests();
      try (RunningOperator restarted = operator(namespace, afterwards)) {
        awaitNoWrites(afterwards, AFTER_RESTART);
        assertThat(afterwards.writes()).isEmpty();
        assertThat(versions(namespace)).isEqualTo(before);
      }
    }
  }

  /** Waits for a time without a write: one that comes leaves too little of it. */
  private static void awaitNoWrites(Requests requests, Duration quiet) {
    AtomicInteger known = new AtomicInteger(requests.writes().size());
    Duration limit = quiet.equals(SETTLED) ? SOON : quiet.plusSeconds(2);
    await("a time without writes of the operator")
        .during(quiet)
        .atMost(limit)
        .until(
            () -> {
              int now = requests.writes().size();
              return known.getAndSet(now) == now;
            });
  }

  private RunningOperator operator(TestNamespace namespace, Requests requests) {
    return installation.operator(
        namespace,
        cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
        requests::listen);
  }

  private Map<String, String> versions(TestNamespace namespace) {
    Map<String, String> versions = new TreeMap<>();
    new Plans(cluster, namespace)
        .migrations()
        .forEach(
            m -> versions.put(m.getMetadata().getName(), m.getMetadata().getResourceVersion()));
    cluster
        .admin()
        .resources(MigrationPlan.class)
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .forEach(
            plan ->
                versions.put(
                    "plan/" + plan.getMetadata().getName(),
                    plan.getMetadata().getResourceVersion()));
    return versions;
  }
}
