package dev.unroot.e2e.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.NodeExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Installation.RunningOperator;
import dev.unroot.e2e.installation.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code spec.target.volumeOwnership}: one file service, on storage that root wrote and that heeds
 * no group, under three plans that want it given away in three ways.
 */
@ExtendWith(NodeExtension.class)
class VolumeOwnershipIT {
  private static final Duration TRIALS = Duration.ofMinutes(4);
  private static final List<String> WAYS = List.of("Auto", "FSGroup", "InitContainer");

  private static final String SERVICE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: %1$s, namespace: %2$s, labels: {way: %1$s}}
      spec:
        strategy: {type: Recreate}
        selector: {matchLabels: {app: %1$s}}
        template:
          metadata: {labels: {app: %1$s}}
          spec:
            terminationGracePeriodSeconds: 2
            containers:
            - name: web
              image: test.local/busybox:1
              imagePullPolicy: Never
              command: [awk]
              args: ['BEGIN { print "started" >> "/data/starts"; close("/data/starts"); exit system("httpd -f -p 8080 -h /data") }']
              readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
              volumeMounts: [{name: data, mountPath: /data}]
            volumes: [{name: data, persistentVolumeClaim: {claimName: %1$s}}]
      """;

  private final Node node;

  VolumeOwnershipIT(Node node) {
    this.node = node;
  }

  @Test
  void aPlanSaysHowStorageIsGivenAway(@TempDir Path storage) throws IOException {
    try (TestNamespace namespace = node.namespace("ownership")) {
      Plans plans = new Plans(node, namespace);
      for (String way : WAYS) {
        Path directory = Files.createDirectories(storage.resolve(name(way)));
        node.apply(
            HostStorage.claim(name(way), namespace.name(), directory)
                + SERVICE.formatted(name(way), namespace.name()));
        node.kubectl(
            "-n",
            namespace.name(),
            "rollout",
            "status",
            "deployment/" + name(way),
            "--timeout=90s");
      }
      for (String way : WAYS) {
        plans.plan(
            name(way),
            "{mode: Trial, selector: {matchLabels: {way: "
                + name(way)
                + "}}, target: {userNamespace: Refused, volumeOwnership: "
                + way
                + "}, trial: {network: Inherit, soak: 3s, deadline: 45s, maxAttempts: 12}}");
      }
      try (RunningOperator operator = Installation.of(node).operator(namespace)) {
        WorkloadMigration auto = verified(plans, "Auto");
        assertThat(auto.getStatus().proposal().rung()).isEqualTo("SetUpAsRoot");
        assertThat(auto.getStatus().proposal().patch()).contains("unroot-web-owners");
        assertThat(auto.getStatus().trial().earlierOwners())
            .singleElement()
            .satisfies(
                owners -> {
                  assertThat(owners.volume()).isEqualTo("data");
                  assertThat(owners.uid()).isZero();
                });

        WorkloadMigration group = verified(plans, "FSGroup");
        assertThat(group.getStatus().proposal().rung()).isEqualTo("FewestCapabilities");
        assertThat(group.getStatus().proposal().patch()).doesNotContain("unroot-web-owners");
        assertThat(group.getStatus().proposal().exceptions())
            .anySatisfy(
                exception ->
                    assertThat(exception.why()).contains("spec.target.volumeOwnership: FSGroup"));

        WorkloadMigration init = verified(plans, "InitContainer");
        assertThat(init.getStatus().proposal().rung()).isEqualTo("SetUpAsRoot");
        assertThat(init.getStatus().proposal().patch())
            .contains("unroot-web-owners")
            .doesNotContain("fsGroup");
        assertThat(init.getStatus().trial().attempts())
            .as("the group was not tried")
            .hasSizeLessThan(auto.getStatus().trial().attempts().size());
      }
      end(namespace);
    }
  }

  private static WorkloadMigration verified(Plans plans, String way) {
    return plans.awaitMigration(name(way), MigrationPhase.Verified, TRIALS);
  }

  private static String name(String way) {
    return way.toLowerCase(Locale.ROOT);
  }

  /** Before its directories go; they are the node's, and nobody else's. */
  private void end(TestNamespace namespace) {
    for (String way : WAYS) {
      node.kubectl("-n", namespace.name(), "delete", "deployments", name(way));
      node.kubectl("-n", namespace.name(), "wait", "pod", "-l", "app=" + name(way), "--for=delete");
      node.kubectl("delete", "pv", "--wait=false", namespace.name() + "-" + name(way));
    }
  }
}
