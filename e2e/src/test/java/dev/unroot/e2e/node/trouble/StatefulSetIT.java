package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A StatefulSet that goes by its host name, and that is scaled to zero. */
@ExtendWith(NodeExtension.class)
class StatefulSetIT {
  private static final Duration TRIAL = Duration.ofMinutes(1);

  /** As clusters of databases do: the first starts the cluster, others have to find it. */
  private static final String FIRST_ALONE =
      "case $(hostname) in *-0) exec httpd -f -p 8080 -h /;; esac; exit 1";

  private final Node node;
  private final Installation installation;

  StatefulSetIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whereAskedAStatefulSetScaledToZeroIsTriedAsItsFirstPod() {
    try (TestNamespace namespace = node.namespace("sets")) {
      Plans plans = new Plans(node, namespace);
      node.apply(
          """
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: store, namespace: %s}
          spec:
            replicas: 0
            serviceName: store
            selector: {matchLabels: {app: store}}
            template:
              metadata: {labels: {app: store}}
              spec: {containers: [%s]}
          """
              .formatted(namespace.name(), IdleWorkloads.container("store", FIRST_ALONE, "")));
      plans.plan("shop", IdleWorkloads.trial("soak: 3s, deadline: 20s"));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration tried = plans.awaitMigration("store", MigrationPhase.Verified, TRIAL);

        assertThat(tried.getStatus().trial().attempts()).hasSize(2);
      }
    }
  }
}
