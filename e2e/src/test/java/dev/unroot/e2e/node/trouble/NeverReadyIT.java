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
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that run and never become ready. */
@ExtendWith(NodeExtension.class)
class NeverReadyIT {
  private static final Duration TRIAL = Duration.ofMinutes(2);
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final String FOREVER = "exec sleep 3600";

  private final Node node;
  private final Installation installation;

  NeverReadyIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatIsNeverReadyEndsByItsDeadline() {
    try (TestNamespace namespace = node.namespace("never-ready")) {
      Plans plans = new Plans(node, namespace);
      IdleWorkloads workloads = new IdleWorkloads(node, namespace);
      workloads.shell("never", FOREVER, readyWhen("false"));
      workloads.shell("as-root", FOREVER, readyWhen("[ $(id -u) = 0 ]"));
      plans.plan("shop", IdleWorkloads.trial("soak: 3s, deadline: " + DEADLINE.toSeconds() + "s"));
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration never = plans.awaitMigration("never", MigrationPhase.Inconclusive, TRIAL);
        WorkloadMigration asRoot = plans.awaitMigration("as-root", MigrationPhase.Verified, TRIAL);

        assertThat(never.getStatus().message())
            .contains("not healthy within 10s: runs but is not ready");
        assertThat(never.getStatus().trial().attempts()).hasSize(1);
        List<TrialAttempt> attempts = asRoot.getStatus().trial().attempts();
        assertThat(attempts)
            .extracting(TrialAttempt::outcome)
            .containsExactly(AttemptOutcome.Healthy, AttemptOutcome.Failed, AttemptOutcome.Healthy);
        assertThat(attempts.get(1).message())
            .contains("not healthy within 10s: runs but is not ready");
        assertThat(asRoot.getStatus().proposal().rung()).isEqualTo("UserNamespace");
        for (TrialAttempt late :
            List.of(never.getStatus().trial().attempts().get(0), attempts.get(1))) {
          assertThat(
                  Duration.between(
                      Instant.parse(late.startedAt()), Instant.parse(late.finishedAt())))
              .isBetween(DEADLINE, DEADLINE.plusSeconds(5));
        }
      }
    }
  }

  private static String readyWhen(String test) {
    return "readinessProbe: {periodSeconds: 1, exec: {command: [sh, -c, \"%s\"]}}".formatted(test);
  }
}
