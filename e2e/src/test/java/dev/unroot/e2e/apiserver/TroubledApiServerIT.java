package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An API server that sheds load, fails or hangs up costs time and nothing else. */
@ExtendWith(ControlPlaneExtension.class)
class TroubledApiServerIT {

  /** What is wrong with the API server. */
  enum Trouble {
    TOO_MANY_REQUESTS,
    INTERNAL_ERROR,
    CLOSED_CONNECTION
  }

  private final ControlPlane cluster;
  private final Installation installation;

  TroubledApiServerIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void thePlanIsCarriedOutAllTheSame(Trouble trouble) throws IOException {
    AtomicInteger troubled = new AtomicInteger();
    try (TestNamespace namespace = cluster.namespace("trouble");
        Faults faults = new Faults(trouble)) {
      Plans plans = new Plans(cluster, namespace);
      for (int i = 0; i < 6; i++) {
        plans.deployment("web-" + i, "nginx:1.29", "");
      }
      plans.plan("shop", "{mode: Propose}");
      Interceptor everyOtherWrite =
          new Interceptor() {
            private final AtomicInteger writes = new AtomicInteger();

            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
              boolean write =
                  !request.method().equals("GET") && !request.uri().getPath().contains("/events");
              if (write && writes.incrementAndGet() % 2 == 1) {
                troubled.incrementAndGet();
                builder.uri(faults.address());
              }
            }
          };
      try (RunningOperator operator =
          installation.operator(
              namespace,
              cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
              builder -> builder.addOrReplaceInterceptor("faults", everyOtherWrite))) {
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, Duration.ofSeconds(90));

        assertThat(plan.getStatus().counts().proposed()).isEqualTo(6);
        assertThat(plans.migrations()).hasSize(6);
        assertThat(plans.migrations())
            .allSatisfy(
                migration ->
                    assertThat(migration.getStatus().conditions())
                        .noneMatch(condition -> condition.getType().equals("Reconciling")));
        assertThat(troubled.get()).as("requests that failed").isGreaterThan(5);
      }
    }
  }

  @Test
  void troubleThatLastsShowsAsReconciling() throws IOException {
    try (TestNamespace namespace = cluster.namespace("trouble");
        Faults faults = new Faults(Trouble.INTERNAL_ERROR)) {
      Plans plans = new Plans(cluster, namespace);
      plans.deployment("web", "nginx:1.29", "");
      plans.plan("shop", "{mode: Propose}");
      Interceptor noNewMigrations =
          new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
              if (request.method().equals("POST")
                  && request.uri().getPath().endsWith("/workloadmigrations")) {
                builder.uri(faults.address());
              }
            }
          };
      try (RunningOperator operator =
          installation.operator(
              namespace,
              cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
              builder -> builder.addOrReplaceInterceptor("faults", noNewMigrations))) {
        MigrationPlan plan =
            org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                    () ->
                        cluster
                            .admin()
                            .resources(MigrationPlan.class)
                            .inNamespace(namespace.name())
                            .withName("shop")
                            .get(),
                    p ->
                        p.getStatus() != null
                            && p.getStatus().conditions().stream()
                                .anyMatch(c -> "Retrying".equals(c.getReason())));
        assertThat(plan.getStatus().conditions())
            .anySatisfy(
                condition -> {
                  assertThat(condition.getType()).isEqualTo("Reconciling");
                  assertThat(condition.getMessage()).contains("500");
                });
      }
    }
  }

  /** A server on loopback that answers every request with the same trouble. */
  private static final class Faults implements AutoCloseable {
    private final HttpServer server;

    Faults(Trouble trouble) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            switch (trouble) {
              case TOO_MANY_REQUESTS -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(429, -1);
              }
              case INTERNAL_ERROR -> exchange.sendResponseHeaders(500, -1);
              case CLOSED_CONNECTION -> {
                // An exchange that is closed before its answer closes the connection.
              }
            }
            exchange.close();
          });
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
