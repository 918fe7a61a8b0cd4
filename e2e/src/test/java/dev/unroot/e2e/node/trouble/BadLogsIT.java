package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.OperatorProcess;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that print what no operator should have to read. */
@ExtendWith(NodeExtension.class)
class BadLogsIT {
  private static final Duration TRIAL = Duration.ofMinutes(2);

  /** Without a line break. */
  private static final String HUNDRED_MEGABYTES = "head -c 104857600 /dev/zero | tr '\\0' x; ";

  /** More than is asked for, and not yet so much that the node begins another file. */
  private static final String SEVEN_MEGABYTES = "head -c 7340032 /dev/zero | tr '\\0' x; ";

  private static final String BINARY = "cat /bin/busybox; head -c 500000 /dev/urandom; ";

  /** Nobody reads what {@code awk} does, so that what comes before it is not told from it. */
  private static final String UNKNOWN = "awk 'BEGIN {print 1 > \"/cache/it\"}'";

  private static final String SERVE = "exec httpd -f -p 8080 -h /";

  /** Printing takes longer than the soak time. */
  private static final String READY = "readinessProbe: {periodSeconds: 1, tcpSocket: {port: 8080}}";

  /** Less than one of the logs takes. */
  private static final String MEMORY = "-Xmx64m";

  private final Node node;

  BadLogsIT(Node node) {
    this.node = node;
    Installation.of(node);
  }

  @Test
  void logsOfAHundredMegabytesOrBytesAreNoTrialsConcern() {
    try (TestNamespace namespace = node.namespace("bad-logs")) {
      Plans plans = new Plans(node, namespace);
      IdleWorkloads workloads = new IdleWorkloads(node, namespace);
      workloads.shell("long-line", HUNDRED_MEGABYTES + SERVE, READY);
      workloads.shell("binary", BINARY + SERVE, READY);
      workloads.shell(
          "fails-late",
          "{ "
              + SEVEN_MEGABYTES
              + "cat /bin/busybox; } >&2; mkdir -p /cache && "
              + UNKNOWN
              + " || exit 1; "
              + SERVE,
          READY);
      plans.plan("shop", IdleWorkloads.trial("soak: 3s, deadline: 30s"));
      try (OperatorProcess operator =
          OperatorProcess.start(node, namespace, List.of(MEMORY, "-XX:+ExitOnOutOfMemoryError"))) {
        WorkloadMigration longLine = verified(plans, "long-line");
        WorkloadMigration binary = verified(plans, "binary");
        WorkloadMigration failsLate = verified(plans, "fails-late");

        assertThat(longLine.getStatus().trial().attempts()).hasSize(2);
        assertThat(binary.getStatus().trial().attempts()).hasSize(2);
        assertThat(failsLate.getStatus().trial().attempts())
            .filteredOn(attempt -> attempt.outcome() == AttemptOutcome.Failed)
            .singleElement()
            .satisfies(BadLogsIT::namesTheDirectory);
        assertThat(failsLate.getStatus().proposal().patch()).contains("mountPath: /cache");
        assertThat(operator.isAlive()).isTrue();
      }
    }
  }

  private static WorkloadMigration verified(Plans plans, String workload) {
    WorkloadMigration migration = plans.awaitMigration(workload, MigrationPhase.Verified, TRIAL);
    assertThat(migration.getStatus().proposal().rung()).isEqualTo("Restricted");
    return migration;
  }

  /** The program says so right after the line that it never ended. */
  private static void namesTheDirectory(TrialAttempt attempt) {
    assertThat(attempt.evidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.subject()).isEqualTo("/cache");
              assertThat(evidence.line()).endsWith("'/cache': Permission denied");
            });
  }
}
