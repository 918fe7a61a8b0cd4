package dev.unroot.e2e.node.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node that is gone while a trial pod is on it: no verdict, and nobody waits for it. */
@ExtendWith(NodeExtension.class)
class LostNodeIT {
  private static final Duration TRIAL = Duration.ofMinutes(1);

  private final Node node;
  private final Installation installation;

  LostNodeIT(Node node) {
    this.node = node;
    this.installation = Installation.of(node);
  }

  @Test
  void aTrialOnANodeThatIsGoneCouldNotTellAndHoldsNobodyUp() {
    try (TestNamespace namespace = node.namespace("lost-node");
        LostNode lost = new LostNode(node, namespace)) {
      Plans plans = new Plans(node, namespace);
      IdleWorkloads workloads = new IdleWorkloads(node, namespace);
      for (String name : List.of("silent", "deleted", "unobserved")) {
        workloads.deployment(
            name,
            lost.selector()
                + "containers: ["
                + IdleWorkloads.container(name, "exec sleep 3600", "")
                + "]");
      }
      try (AdmissionRule rule =
              new AdmissionRule(
                  node,
                  namespace,
                  "UPDATE",
                  "pods/ephemeralcontainers",
                  "!object.metadata.name.startsWith('unobserved')");
          RunningOperator operator = installation.operator(namespace)) {
        plans.plan("shop", IdleWorkloads.trial("soak: 3s, deadline: 10s"));
        lost.run("silent");
        lost.run("unobserved");
        Pod deleted = lost.run("deleted");
        node.admin().resource(deleted).delete();

        assertThatNothingIsTold(plans, "silent", "the observer did not end in time");
        assertThatNothingIsTold(plans, "unobserved", "its node does not answer");
        assertThatNothingIsTold(plans, "deleted", "its pod was deleted and does not end");
        plans.awaitPlan("shop", PlanPhase.Tried, TRIAL);
        await("all to be deleted, which only the node itself may say that they are")
            .atMost(TRIAL)
            .untilAsserted(
                () ->
                    assertThat(node.admin().pods().inNamespace(namespace.name()).list().getItems())
                        .hasSize(3)
                        .allSatisfy(
                            pod ->
                                assertThat(pod.getMetadata().getDeletionTimestamp()).isNotNull()));

        workloads.shell("next", "exec httpd -f -p 8080 -h /");
        plans.awaitMigration("next", MigrationPhase.Verified, TRIAL);
      }
    }
  }

  private static void assertThatNothingIsTold(Plans plans, String workload, String why) {
    assertThat(
            plans
                .awaitMigration(workload, MigrationPhase.Inconclusive, TRIAL)
                .getStatus()
                .trial()
                .attempts())
        .extracting(TrialAttempt::message)
        .singleElement()
        .asString()
        .contains(why);
  }
}
