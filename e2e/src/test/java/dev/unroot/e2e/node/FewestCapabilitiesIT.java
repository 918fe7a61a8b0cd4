package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A program that needs two capabilities and never says so: only trying tells which. */
@ExtendWith(NodeExtension.class)
class FewestCapabilitiesIT {
  private static final Duration TRIALS = Duration.ofMinutes(5);

  private static final String SILENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: silent, namespace: %1$s}
      spec:
        replicas: 0
        selector: {matchLabels: {app: silent}}
        template:
          metadata: {labels: {app: silent}}
          spec:
            containers:
            - name: silent
              image: %2$s
              imagePullPolicy: Never
              command: [sh, -c]
              args:
              - >-
                { chroot / /bin/true && touch /tmp/page && chown 1234 /tmp/page; } 2>/dev/null || exit 3;
                exec httpd -f -p 8080 -h /tmp
              readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
      """;

  private final Node node;
  private final Installation installation;

  FewestCapabilitiesIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatNoLogTellsIsFoundByHalves() {
    try (TestNamespace namespace = node.namespace("fewest")) {
      node.apply(SILENT.formatted(namespace.name(), Node.BUSYBOX));
      Plans plans = new Plans(node, namespace);
      plans.plan(
          "shop",
          "{mode: Trial, trial: {network: Inherit, scaledToZero: Try, soak: 2s, deadline: 30s,"
              + " maxAttempts: 20}}");
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration silent = plans.awaitMigration("silent", MigrationPhase.Verified, TRIALS);

        assertThat(silent.getStatus().proposal().rung()).isEqualTo("UserNamespace");
        assertThat(added(silent.getStatus().proposal().patch()))
            .containsExactlyInAnyOrder("CHOWN", "SYS_CHROOT");
        assertThat(silent.getStatus().trial().attempts())
            .filteredOn(attempt -> attempt.outcome() == AttemptOutcome.Failed)
            .hasSizeGreaterThan(2)
            .allSatisfy(FewestCapabilitiesIT::saysNothing);
      }
    }
  }

  private static void saysNothing(TrialAttempt attempt) {
    assertThat(attempt.evidence())
        .extracting(evidence -> evidence.kind())
        .containsOnly("Unexplained");
  }

  private static List<String> added(String patch) {
    return patch
        .lines()
        .map(String::strip)
        .dropWhile(line -> !line.equals("add:"))
        .skip(1)
        .takeWhile(line -> line.startsWith("- "))
        .map(line -> line.substring("- ".length()))
        .toList();
  }
}
