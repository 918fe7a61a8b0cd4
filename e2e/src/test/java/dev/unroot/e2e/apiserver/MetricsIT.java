package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Metrics;
import dev.unroot.e2e.installation.Monitoring;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator serves at {@code /metrics}, and what {@code deploy/monitoring} asks of it. */
@ExtendWith(ControlPlaneExtension.class)
class MetricsIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  MetricsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("metrics");
    plans = new Plans(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aPlanIsTold() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);

      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(Metrics.of(operator).lines())
                      .contains(
                          series(
                              "unroot_plan_info", "mode=\"Propose\",%s,phase=\"Proposed\",%s", "1"),
                          series("unroot_plan_workloads", "%s,%s,state=\"workloads\"", "1.0"),
                          series("unroot_plan_workloads", "%s,%s,state=\"root\"", "1.0"),
                          series("unroot_plan_workloads", "%s,%s,state=\"migrated\"", "0.0"),
                          series("unroot_plan_condition", "condition=\"Ready\",%s,%s", "1.0"),
                          series("unroot_plan_condition", "condition=\"Stalled\",%s,%s", "0.0")));
    }
  }

  @Test
  void anOperatorThatStartsAnewTellsWhatStands() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
    }

    try (RunningOperator restarted = installation.operator(namespace)) {
      assertThat(Metrics.of(restarted).lines())
          .contains(series("unroot_plan_workloads", "%s,%s,state=\"proposed\"", "1.0"));
    }
  }

  @Test
  void theSeriesOfADeletedPlanAreGone() {
    plans.plan("shop", "{mode: Propose}");
    try (RunningOperator operator = installation.operator(namespace)) {
      plans.awaitPlan("shop", PlanPhase.Proposed, SOON);
      await().atMost(SOON).until(() -> !Metrics.of(operator).with("plan=\"shop\"").isEmpty());

      cluster
          .admin()
          .resources(MigrationPlan.class)
          .inNamespace(namespace.name())
          .withName("shop")
          .delete();

      await().atMost(SOON).until(() -> Metrics.of(operator).with("plan=\"shop\"").isEmpty());
    }
  }

  @Test
  void aTrialHoldsASlotAndEveryNameThatIsMonitoredIsServed() {
    plans.deployment("web", "nginx:1.29", "");
    plans.plan("shop", "{mode: Trial, trial: {network: Inherit}}");
    try (RunningOperator operator =
        installation.operator(
            namespace,
            cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
            builder -> builder.addOrReplaceInterceptor("trouble", new TroubleAtFirst()))) {
      plans.awaitPlan("shop", PlanPhase.Trying, SOON);
      await()
          .atMost(SOON)
          .until(() -> Metrics.of(operator).lines().contains("unroot_trial_slots_used 1.0"));

      Metrics metrics = Metrics.of(operator);
      assertThat(Monitoring.expressions())
          .hasSizeGreaterThan(15)
          .allSatisfy(
              expression -> {
                List<Monitoring.Name> names = Monitoring.names(expression);
                assertThat(names).as(expression).isNotEmpty();
                assertThat(names)
                    .as(expression)
                    .allSatisfy(
                        name ->
                            assertThat(metrics.names()).as(name.text()).anyMatch(name::matches));
              });
    }
  }

  /** A series of the plan shop, of which {@code labels} leaves out namespace and name. */
  private String series(String name, String labels, String value) {
    String all = labels.formatted("namespace=\"" + namespace.name() + "\"", "plan=\"shop\"");
    return name + "{" + all + "} " + value;
  }

  /** The first migrations cannot be written: what fails is only served once something did. */
  private static final class TroubleAtFirst implements Interceptor {
    private static final int REQUESTS = 6; // more often than the client tries by itself
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

    private final AtomicInteger failed = new AtomicInteger();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (request.method().equals("POST")
          && request.uri().getPath().endsWith("/workloadmigrations")
          && failed.getAndIncrement() < REQUESTS) {
        builder.uri(NOBODY);
      }
    }
  }
}
