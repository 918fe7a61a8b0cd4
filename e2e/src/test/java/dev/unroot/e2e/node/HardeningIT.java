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

/**
 * What a plan wants beyond the restricted level: had where it works, given up where it does not.
 */
@ExtendWith(NodeExtension.class)
class HardeningIT {
  private static final Duration TRIAL = Duration.ofMinutes(3);
  private static final String PLAN =
      "{mode: Trial,"
          + " target: {readOnlyRootFilesystem: Wanted, userNamespace: Wanted},"
          + " trial: {network: Inherit, soak: 3s, deadline: 30s, maxAttempts: 10, maxConcurrent: 3}}";

  private final Node node;
  private final Installation installation;

  HardeningIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void whatIsWantedIsHadWhereItWorksAndGivenUpWhereItDoesNot() {
    try (TestNamespace namespace = node.namespace("hardening")) {
      Plans plans = new Plans(node, namespace);
      for (Server server : List.of(Server.STATIC, Server.NGINX, Server.INSISTS)) {
        node.apply(
            server
                .manifest(namespace.name(), "")
                .replaceAll(
                    "(?m)^metadata: \\{", "metadata: {namespace: " + namespace.name() + ", "));
      }
      plans.plan("shop", PLAN);
      try (RunningOperator operator = installation.operator(namespace)) {
        WorkloadMigration small = verified(plans, Server.STATIC);
        WorkloadMigration nginx = verified(plans, Server.NGINX);
        WorkloadMigration insists = verified(plans, Server.INSISTS);

        assertThat(rung(small)).isEqualTo("RestrictedReadOnly");
        assertThat(rung(nginx)).isEqualTo("RestrictedReadOnly");
        assertThat(nginx.getStatus().proposal().patch())
            .contains("hostUsers: false", "/var/log/nginx", "readOnlyRootFilesystem: true");
        assertThat(proof(nginx).observed())
            .allSatisfy(seen -> assertThat(seen.ownUserNamespace()).isTrue());
        // It insists on being root, so that no read-only file system makes it restricted.
        assertThat(rung(insists)).isEqualTo("UserNamespace");
        assertThat(nginx.getStatus().trial().attempts())
            .extracting(TrialAttempt::outcome)
            .contains(AttemptOutcome.Failed);
      }
    }
  }

  private static WorkloadMigration verified(Plans plans, Server server) {
    return plans.awaitMigration(server.workload(), MigrationPhase.Verified, TRIAL);
  }

  private static String rung(WorkloadMigration migration) {
    return migration.getStatus().proposal().rung();
  }

  private static TrialAttempt proof(WorkloadMigration migration) {
    return migration.getStatus().trial().attempts().get(migration.getStatus().trial().provedBy());
  }
}
