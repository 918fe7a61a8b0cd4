package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.e2e.apiserver.trouble.Relay;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An API server that crashes in the middle of a rollout and comes back, and one that lets nobody
 * watch: the end is that of a rollout that nothing disturbed.
 */
class RestartedApiServerIT {
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Each of the informers asks for its watch again. */
  private static final int MANY_REFUSALS = 10;

  private static ControlPlane cluster;
  private static Installation installation;
  private static UnprovedWorkload.Remains migrated;

  private TestNamespace namespace;
  private UnprovedWorkload web;

  /** Nobody else may need the one that crashes. */
  @BeforeAll
  static void startControlPlane() {
    cluster = ControlPlane.start();
    installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/apply-permissions"));
    try (TestNamespace undisturbed = cluster.namespace("undisturbed")) {
      UnprovedWorkload web = new UnprovedWorkload(cluster, undisturbed);
      web.apply();
      try (StandInKubelet kubelet = web.kubelet(false);
          RunningOperator operator = installation.operator(undisturbed)) {
        web.plan();
        web.awaitMigrated();
      }
      migrated = web.remains();
    }
  }

  @AfterAll
  static void stopControlPlane() {
    cluster.close();
  }

  @BeforeEach
  void makeWorkload() {
    namespace = cluster.namespace("restarted");
    web = new UnprovedWorkload(cluster, namespace);
    web.apply();
    // Controllers look again only after a while where they could not before.
    await("pods").atMost(SOON).until(() -> web.deployment().getStatus().getReplicas() != null);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"RECORDED", "SOAKING"})
  void whatIsHealthyIsMigratedAlthoughTheApiServerCrashes(RolloutPoint point)
      throws InterruptedException {
    try (StandInKubelet kubelet = web.kubelet(false)) {
      crashAt(point, web::awaitMigrated);

      assertThat(web.remains()).isEqualTo(migrated);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHANGED", "REVERTING"})
  void whatFailsIsAsItWasAlthoughTheApiServerCrashes(RolloutPoint point)
      throws InterruptedException {
    Deployment before = web.deployment();
    UnprovedWorkload.Remains remains = web.remains();
    try (StandInKubelet kubelet = web.kubelet(true)) {
      crashAt(point, () -> web.awaitRolledBack(before));

      assertThat(web.remains()).isEqualTo(remains);
    }
  }

  /** Ends the API server at {@code point}, and starts it again once the operator has felt it. */
  private void crashAt(RolloutPoint point, Runnable awaitEnd) throws InterruptedException {
    Moment moment = new Moment(point);
    try (RunningOperator operator =
        installation.operator(
            namespace, shipped(), builder -> builder.addOrReplaceInterceptor("moment", moment))) {
      web.plan();
      moment.await();
      assertThat(step()).isEqualTo(point.recorded());

      cluster.killApiServer();
      moment.pass();
      await("a request that reaches nobody").atMost(SOON).until(() -> moment.lost() > 0);
      cluster.startApiServer();

      awaitEnd.run();
    }
  }

  @Test
  void whatIsHealthyIsMigratedWhileNobodyMayWatch() throws Exception {
    try (StandInKubelet kubelet = web.kubelet(false)) {
      blindAt(RolloutPoint.RECORDED, RolloutStep.Migrated, web::awaitMigrated);

      assertThat(web.remains()).isEqualTo(migrated);
    }
  }

  @Test
  void whatFailsIsAsItWasWhileNobodyMayWatch() throws Exception {
    Deployment before = web.deployment();
    UnprovedWorkload.Remains remains = web.remains();
    try (StandInKubelet kubelet = web.kubelet(true)) {
      blindAt(RolloutPoint.REVERTING, RolloutStep.RolledBack, () -> web.awaitRolledBack(before));

      assertThat(web.remains()).isEqualTo(remains);
    }
  }

  /** Ends all watches at {@code point}, and lets nobody watch until {@code end} is on record. */
  private void blindAt(RolloutPoint point, RolloutStep end, Runnable awaitEnd)
      throws IOException, InterruptedException {
    Moment moment = new Moment(point);
    try (Relay relay = new Relay(URI.create(shipped().getMasterUrl()));
        RunningOperator operator =
            installation.operator(
                namespace,
                new ConfigBuilder(shipped()).withOnlyHttpWatches(true).build(),
                builder ->
                    builder
                        .addOrReplaceInterceptor("moment", moment)
                        .addOrReplaceInterceptor("watches", new WatchesThrough(relay)))) {
      web.plan();
      moment.await();
      assertThat(step()).isEqualTo(point.recorded());
      assertThat(relay.open()).as("watches").isPositive();

      relay.cut();
      moment.pass();
      await("watches that are refused").atMost(SOON).until(() -> relay.refused() > MANY_REFUSALS);
      await("the end, unwatched").atMost(SOON).until(() -> step() == end);
      assertThat(relay.open()).as("watches").isZero();
      relay.mend();

      awaitEnd.run();
    }
  }

  private static Config shipped() {
    return cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT);
  }

  private RolloutStep step() {
    return new Plans(cluster, namespace).migration("web").getStatus().rollout().step();
  }

  /** Watches, and nothing else, go by another way. */
  private record WatchesThrough(Relay relay) implements Interceptor {
    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (String.valueOf(request.uri().getQuery()).contains("watch=true")) {
        builder.uri(
            URI.create(relay.address())
                .resolve(request.uri().getRawPath() + "?" + request.uri().getRawQuery()));
      }
    }
  }
}
