package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.ProposalStatus;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code deploy/script-permissions}: scripts of ConfigMaps, with the right to read them and
 * without.
 */
@ExtendWith(ControlPlaneExtension.class)
class ScriptIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SCRIPTED =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: scripts, namespace: %1$s}
      data:
        start.sh: |
          #!/bin/sh
          set -e
          mkdir -p /data/queue
          chown -R 999:999 /data
          exec gosu 999:999 server
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: queue, namespace: %1$s}
      spec:
        selector: {matchLabels: {app: queue}}
        template:
          metadata: {labels: {app: queue}}
          spec:
            containers:
            - name: server
              image: shop.example/queue:1
              command: [/scripts/start.sh]
              volumeMounts:
              - {name: scripts, mountPath: /scripts}
              - {name: data, mountPath: /data}
            volumes:
            - {name: scripts, configMap: {name: scripts, defaultMode: 0555}}
            - {name: data, persistentVolumeClaim: {claimName: queue}}
      """;

  private final ControlPlane cluster;
  private final Installation installation;
  private TestNamespace namespace;
  private Plans plans;

  ScriptIT(ControlPlane cluster) {
    this.cluster = cluster;
    this.installation = Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("script");
    plans = new Plans(cluster, namespace);
    cluster.apply(
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: unroot-operator, namespace: %s}
        """
            .formatted(namespace.name()));
    cluster.apply(SCRIPTED.formatted(namespace.name()));
    cluster.apply(Repository.path("deploy/script-permissions"));
    bind("unroot-operator");
    plans.plan("shop", "{mode: Propose}");
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @Test
  void aScriptThatMayBeReadIsTakenApart() {
    bind("unroot-operator-scripts");
    try (RunningOperator operator = limitedOperator()) {
      ProposalStatus proposal = proposal(MigrationPhase.Blocked);

      assertThat(proposal.rung()).isEqualTo("SetUpAsRoot");
      assertThat(proposal.patch())
          .contains("unroot-server-set-up")
          .contains("mkdir -p /data/queue");
      assertThat(proposal.changes())
          .anySatisfy(
              change ->
                  assertThat(change.why()).startsWith("as start.sh of ConfigMap scripts says now"));
    }
  }

  @Test
  void oneThatMayNotBeReadIsLeftAsItIs() {
    try (RunningOperator operator = limitedOperator()) {
      ProposalStatus proposal = proposal(MigrationPhase.Proposed);

      assertThat(proposal.rung()).isEqualTo("Restricted");
      assertThat(proposal.patch()).doesNotContain("command");
      assertThat(proposal.suggestions())
          .anySatisfy(
              suggestion ->
                  assertThat(suggestion.text())
                      .contains("start.sh of ConfigMap scripts")
                      .contains("script-permissions"));
    }
  }

  private ProposalStatus proposal(MigrationPhase phase) {
    return plans.awaitMigration("queue", phase, SOON).getStatus().proposal();
  }

  private RunningOperator limitedOperator() {
    return installation.operator(
        namespace, cluster.configOf(namespace.name(), "unroot-operator"), builder -> {});
  }

  private void bind(String clusterRole) {
    cluster.apply(
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: %2$s, namespace: %1$s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
        subjects: [{kind: ServiceAccount, name: unroot-operator, namespace: %1$s}]
        """
            .formatted(namespace.name(), clusterRole));
  }
}
