package dev.unroot.e2e.apiserver.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens while every watch is lost is seen afterwards, deletions included. */
@ExtendWith(ControlPlaneExtension.class)
class LostWatchIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ROOT = "image: 'nginx:1.29'";
  private static final String CURED =
      Workloads.cronJob("is-cured", "tier: front", "image: 'shop/app:1', " + Workloads.RESTRICTED);

  /** How a watch goes on after the connection came back. */
  enum Return {
    /** From where it was. */
    DROPPED,
    /** The API server has forgotten where that was: 410 Gone, once for each watch. */
    EXPIRED
  }

  private final ControlPlane cluster;
  private final Installation installation;

  LostWatchIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @ParameterizedTest
  @EnumSource(Return.class)
  void nothingOfWhatHappenedMeanwhileIsMissed(Return way) throws IOException {
    Config shipped = cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT);
    try (TestNamespace namespace = cluster.namespace("lost");
        Relay relay = new Relay(URI.create(shipped.getMasterUrl()));
        Expiry expiry = new Expiry()) {
      Plans plans = new Plans(cluster, namespace);
      Workloads workloads = new Workloads(cluster, namespace);
      for (String name : List.of("stays", "goes", "is-cured", "is-moved", "is-dropped")) {
        workloads.create(Workloads.cronJob(name, "tier: front", ROOT));
      }
      plans.plan("front", "{selector: {matchLabels: {tier: front}}}");
      Config identity =
          new ConfigBuilder(shipped)
              .withMasterUrl(relay.address())
              .withOnlyHttpWatches(true)
              .build();
      try (RunningOperator operator =
          installation.operator(
              namespace, identity, builder -> builder.addOrReplaceInterceptor("expiry", expiry))) {
        plans.awaitPlan("front", PlanPhase.Proposed, SOON);
        String stays = plans.migration("stays").getMetadata().getUid();
        String dropped = plans.migration("is-dropped").getMetadata().getUid();

        relay.cut();
        delete(namespace, "goes");
        cluster
            .admin()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(namespace.name())
            .resource(Serialization.unmarshal(CURED, CronJob.class))
            .update();
        cluster.kubectl(
            "-n", namespace.name(), "label", "--overwrite", "cronjob/is-moved", "tier=back");
        workloads.create(Workloads.cronJob("comes", "tier: front", ROOT));
        cluster.admin().resource(plans.migration("is-dropped")).delete();
        plans.plan("back", "{mode: Observe, selector: {matchLabels: {tier: back}}}");
        assertThat(plans.migration("goes")).as("what is gone, while nothing is seen").isNotNull();
        assertThat(plans.migration("comes")).as("what is there, while nothing is seen").isNull();
        if (way == Return.EXPIRED) {
          expiry.begin();
        }
        relay.mend();

        plans.awaitMigration("comes", MigrationPhase.Proposed, SOON);
        plans.awaitMigration("is-cured", MigrationPhase.Compliant, SOON);
        plans.awaitMigration("is-moved", MigrationPhase.Observed, SOON);
        await("the end of what is gone").atMost(SOON).until(() -> plans.migration("goes") == null);
        await("what was dropped, anew")
            .atMost(SOON)
            .until(
                () -> {
                  WorkloadMigration again = plans.migration("is-dropped");
                  return again != null
                      && !again.getMetadata().getUid().equals(dropped)
                      && again.getStatus() != null;
                });
        await("the counts")
            .atMost(SOON)
            .untilAsserted(
                () -> {
                  MigrationPlan front = plans.awaitPlan("front", PlanPhase.Proposed, SOON);
                  assertThat(front.getStatus().counts().workloads()).isEqualTo(4);
                  assertThat(front.getStatus().counts().compliant()).isEqualTo(1);
                  assertThat(front.getStatus().conditions())
                      .noneMatch(c -> "Retrying".equals(c.getReason()));
                });
        assertThat(
                plans.awaitPlan("back", PlanPhase.Observed, SOON).getStatus().counts().workloads())
            .isEqualTo(1);
        assertThat(plans.migration("stays").getMetadata().getUid()).isEqualTo(stays);
        assertThat(plans.migrations()).hasSize(5);
        if (way == Return.EXPIRED) {
          assertThat(expiry.expired).as("watches that were answered 410").hasSizeGreaterThan(9);
        }
      }
    }
  }

  private void delete(TestNamespace namespace, String name) {
    cluster.admin().batch().v1().cronjobs().inNamespace(namespace.name()).withName(name).delete();
  }

  /** Answers each watch once with an event that says 410 Gone, as an API server does. */
  private static final class Expiry implements Interceptor, AutoCloseable {
    private static final byte[] GONE =
        """
        {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"too old resource version: 1 (2)","reason":"Expired","code":410}}
        """
            .getBytes(StandardCharsets.UTF_8);

    private final Set<String> expired = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile boolean begun;

    Expiry() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, GONE.length);
            exchange.getResponseBody().write(GONE);
            exchange.close();
          });
      server.start();
    }

    void begin() {
      begun = true;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      String query = String.valueOf(request.uri().getQuery());
      boolean watch = query.contains("watch=true");
      if (begun && watch && expired.add(request.uri().getPath() + label(query))) {
        builder.uri(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
      }
    }

    private static String label(String query) {
      return query.contains("labelSelector") ? " of trials" : "";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
