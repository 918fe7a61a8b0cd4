package dev.unroot.e2e.apiserver.workloads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.PlanPhase;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.OperatorProcess;
import dev.unroot.e2e.installation.Plans;
import dev.unroot.e2e.installation.Workloads;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Templates of nearly 1 MB, more of them than the operator has memory for. */
@ExtendWith(ControlPlaneExtension.class)
class HugeTemplatesIT {
  private static final int COUNT = 220;
  private static final int ANNOTATION = 200_000;
  private static final int VALUE = 750_000;
  private static final List<String> MEMORY = List.of("-Xmx192m");
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final ControlPlane cluster;

  HugeTemplatesIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
  }

  @Test
  void areListedWithSmallStatusesInBoundedMemory() {
    try (TestNamespace namespace = cluster.namespace("huge")) {
      Plans plans = new Plans(cluster, namespace);
      new Workloads(cluster, namespace).create(COUNT, HugeTemplatesIT::huge);
      plans.plan("shop", "{mode: Propose}");
      try (OperatorProcess operator = OperatorProcess.start(cluster, namespace, MEMORY)) {
        await("the plan, by an operator that is alive")
            .atMost(LIMIT)
            .until(() -> !operator.isAlive() || isProposed(plans));
        assertThat(operator.isAlive()).as("alive").isTrue();
        MigrationPlan plan = plans.awaitPlan("shop", PlanPhase.Proposed, LIMIT);
        assertThat(plan.getStatus().counts().workloads()).isEqualTo(COUNT);
        assertThat(plans.migrations())
            .hasSize(COUNT)
            .allSatisfy(
                m ->
                    assertThat(Serialization.asJson(m.getStatus()).getBytes(StandardCharsets.UTF_8))
                        .hasSizeLessThan(32 * 1024));

        change(namespace, plans, "web-0");
        assertThat(operator.isAlive()).as("alive").isTrue();
      }

      // One that is restarted has a lot to read before it knows of any workload that it is there.
      Set<String> before = uids(plans);
      try (OperatorProcess restarted = OperatorProcess.start(cluster, namespace, MEMORY)) {
        change(namespace, plans, "web-1");
        assertThat(restarted.isAlive()).as("alive").isTrue();
        assertThat(uids(plans)).isEqualTo(before);
      }
    }
  }

  private void change(TestNamespace namespace, Plans plans, String name) {
    cluster.kubectl(
        "-n", namespace.name(), "set", "image", "deployment/" + name, "web=shop/other:1");
    await("what is said of a changed one")
        .atMost(LIMIT)
        .until(
            () ->
                plans.awaitMigration(name, MigrationPhase.Proposed, LIMIT).getStatus().root()
                    == null);
  }

  private static Set<String> uids(Plans plans) {
    return plans.migrations().stream()
        .map(migration -> migration.getMetadata().getUid())
        .collect(Collectors.toSet());
  }

  private boolean isProposed(Plans plans) {
    return plans.migrations().size() == COUNT
        && plans.migrations().stream().allMatch(m -> m.getStatus() != null);
  }

  /** Random text, so that it takes as much memory packed. */
  private static String huge(int number) {
    Random random = new Random(number);
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web-%1$d}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web-%1$d}}
          template:
            metadata: {labels: {app: web-%1$d}, annotations: {huge: "%2$s"}}
            spec:
              containers:
              - {name: web, image: "nginx:1.29", env: [{name: HUGE, value: "%3$s"}]}
        """
        .formatted(number, text(random, ANNOTATION), text(random, VALUE));
  }

  private static String text(Random random, int bytes) {
    byte[] content = new byte[bytes * 3 / 4];
    random.nextBytes(content);
    return Base64.getEncoder().encodeToString(content);
  }
}
