package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operator that is killed after each of its writes, for the whole course of a rollout: whatever
 * the last one was, the next operator goes on from there, and the end is the same.
 */
@ExtendWith(ControlPlaneExtension.class)
class KilledRolloutIT {
  private static final int MOST_KILLS = 60;
  private static final long LONGEST_LIFE = 12;

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private UnprovedWorkload web;

  KilledRolloutIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/apply-permissions"));
  }

  @BeforeEach
  void makeWorkload() {
    namespace = cluster.namespace("killed");
    web = new UnprovedWorkload(cluster, namespace);
    web.apply();
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @ValueSource(ints = 1)
  void whatIsHealthyIsMigratedHoweverOftenItIsKilled(int writes) throws InterruptedException {
    try (StandInKubelet kubelet = web.kubelet(false)) {
      assertThat(killedAfterEvery(writes)).isGreaterThan(6 / writes);

      try (RunningOperator operator = installation.operator(namespace)) {
        web.awaitMigrated();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatFailsIsAsItWasHoweverOftenItIsKilled(int writes) throws InterruptedException {
    Deployment before = web.deployment();
    try (StandInKubelet kubelet = web.kubelet(true)) {
      assertThat(killedAfterEvery(writes)).isGreaterThan(9 / writes);

      try (RunningOperator operator = installation.operator(namespace)) {
        web.awaitRolledBack(before);
      }
    }
  }

  /** How many operators were killed that each made {@code writes}, until none was left to make. */
  private int killedAfterEvery(int writes) throws InterruptedException {
    web.plan();
    for (int kills = 0; kills < MOST_KILLS; kills++) {
      LastWrite last = new LastWrite(writes);
      try (RunningOperator operator =
          installation.operator(
              namespace,
              cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
              builder -> builder.addOrReplaceInterceptor("last-write", last))) {
        if (!last.isMade(LONGEST_LIFE)) {
          return kills;
        }
      }
    }
    throw new AssertionError("no end after " + MOST_KILLS + " kills");
  }
}
