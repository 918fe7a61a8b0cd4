package dev.unroot.e2e.apiserver.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Errors;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Requests;
import dev.unroot.e2e.installation.Workloads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A namespace that is deleted while its plan works takes nothing else with it. */
@ExtendWith(ControlPlaneExtension.class)
class TerminatingNamespaceIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ControlPlane cluster;
  private final Installation installation;

  TerminatingNamespaceIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @Test
  void thePlanElsewhereGoesOnAndNobodyStorms() throws Exception {
    try (TestNamespace going = cluster.namespace("going");
        TestNamespace staying = cluster.namespace("staying");
        Errors errors = new Errors()) {
      Plans dying = new Plans(cluster, going);
      Plans living = new Plans(cluster, staying);
      Workloads workloads = new Workloads(cluster, going);
      // The finalizers keep the namespace, with its plan and some workloads, in its last state.
      workloads.create(
          150,
          number ->
              Workloads.cronJob("web-" + number, "", "image: 'nginx:1.29'")
                  .replace(
                      "labels: {}",
                      number % 10 == 0 ? "finalizers: [unroot.test/keep]" : "labels: {}"));
      living.deployment("web", "nginx:1.29", "");
      dying.plan("shop", "{mode: Propose}");
      cluster.kubectl(
          "-n",
          going.name(),
          "patch",
          "mp",
          "shop",
          "--type=merge",
          "-p",
          "{\"metadata\":{\"finalizers\":[\"unroot.test/keep\"]}}");
      living.plan("shop", "{mode: Propose}");
      Requests requests = new Requests();
      try (RunningOperator operator =
          installation.operator(
              Set.of(going.name(), staying.name()),
              cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
              requests::listen)) {
        await("the middle of the first pass")
            .atMost(SOON)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> !dying.migrations().isEmpty());

        going.close();

        await("that everything else of the namespace is deleted")
            .atMost(Duration.ofSeconds(60))
            .until(() -> dying.migrations().isEmpty() && cronJobs(going) == 15);
        await("no more writes there")
            .during(Duration.ofSeconds(3))
            .atMost(SOON)
            .until(() -> requests.writes().size(), new Unchanged()::check);
        assertThat(requests.refused().size())
            .as("refused requests: no more than one for each workload")
            .isLessThanOrEqualTo(150);

        living.deployment("late", "nginx:1.29", "");
        living.awaitMigration("late", MigrationPhase.Proposed, SOON);
        living.awaitPlan("shop", PlanPhase.Proposed, SOON);

        release(going);
        await("the namespace's end")
            .atMost(Duration.ofSeconds(60))
            .until(() -> cluster.admin().namespaces().withName(going.name()).get() == null);
        living.deployment("later", "nginx:1.29", "");
        living.awaitMigration("later", MigrationPhase.Proposed, SOON);
        assertThat(status(operator, "/readyz")).isEqualTo(200);
        assertThat(errors.lines()).isEmpty();
      } finally {
        release(going);
      }
    }
  }

  /** Whether a number stays as it was. */
  private static final class Unchanged {
    private int known = -1;

    boolean check(int now) {
      boolean same = now == known;
      known = now;
      return same;
    }
  }

  private static int status(RunningOperator operator, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + operator.operator().httpPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private int cronJobs(TestNamespace namespace) {
    return cluster
        .admin()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .size();
  }

  private void release(TestNamespace namespace) {
    cluster
        .admin()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .forEach(
            job ->
                cluster
                    .admin()
                    .resource(job)
                    .edit(
                        j -> {
                          j.getMetadata().setFinalizers(List.of());
                          return j;
                        }));
    cluster
        .admin()
        .resources(MigrationPlan.class)
        .inNamespace(namespace.name())
        .list()
        .getItems()
        .forEach(
            plan ->
                cluster
                    .admin()
                    .resource(plan)
                    .edit(
                        p -> {
                          p.getMetadata().setFinalizers(List.of());
                          return p;
                        }));
  }
}
