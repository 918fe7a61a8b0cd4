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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two operators that both believe to lead, as for a moment after a lease was lost, and an API
 * server that fails: neither writes over the other, nothing is done twice, and the end is the same.
 */
@ExtendWith(ControlPlaneExtension.class)
class RivalOperatorsIT {
  private static final int FEWEST_FAULTS = 3;

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private UnprovedWorkload web;

  RivalOperatorsIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
    cluster.apply(Repository.path("deploy/apply-permissions"));
  }

  @BeforeEach
  void makeWorkload() {
    namespace = cluster.namespace("rivals");
    web = new UnprovedWorkload(cluster, namespace);
    web.apply();
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void twoOperatorsMigrateItOnce() {
    try (StandInKubelet kubelet = web.kubelet(false);
        RunningOperator one = installation.operator(namespace);
        RunningOperator other = installation.operator(namespace)) {
      web.plan();

      web.awaitMigrated();
    }
  }

  @Test
  void twoOperatorsPutItBackOnce() {
    Deployment before = web.deployment();
    try (StandInKubelet kubelet = web.kubelet(true);
        RunningOperator one = installation.operator(namespace);
        RunningOperator other = installation.operator(namespace)) {
      web.plan();

      web.awaitRolledBack(before);
    }
  }

  @Test
  void whereManyRequestsFailItIsMigrated() {
    Faults faults = new Faults();
    try (StandInKubelet kubelet = web.kubelet(false);
        RunningOperator operator = operator(faults)) {
      web.plan();

      web.awaitMigrated();
      assertThat(faults.count()).isGreaterThan(FEWEST_FAULTS);
    }
  }

  @Test
  void whereManyRequestsFailItIsPutBack() {
    Deployment before = web.deployment();
    Faults faults = new Faults();
    try (StandInKubelet kubelet = web.kubelet(true);
        RunningOperator operator = operator(faults)) {
      web.plan();

      web.awaitRolledBack(before);
      assertThat(faults.count()).isGreaterThan(FEWEST_FAULTS);
    }
  }

  private RunningOperator operator(Faults faults) {
    return installation.operator(
        namespace,
        cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT),
        builder -> builder.addOrReplaceInterceptor("faults", faults));
  }
}
