package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.CommandFailedException;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The admission policy of {@code deploy/apply-permissions}: what a migration is about passes, and
 * whoever takes the operator's identity changes nothing else of a workload.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutPolicyIT {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final String DELETIONS = "ValidatingAdmissionPolicy 'unroot-operator-deletions'";
  private static final String OPERATOR = "--as=system:serviceaccount:unroot:unroot-operator";

  private final ControlPlane cluster;
  private final TestNamespace namespace;

  RolloutPolicyIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
    this.namespace = cluster.namespace("rollouts");
  }

  @BeforeAll
  void workload() {
    cluster.apply(Repository.path("deploy/trial-permissions"));
    cluster.apply(Repository.path("deploy/apply-permissions"));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: %s, labels: {app: web}, annotations: {team: shop}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              serviceAccountName: web
              containers: [{name: web, image: "nginx:1.29"}]
              volumes: [{name: data, emptyDir: {}}]
        """
            .formatted(namespace.name()));
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: web, namespace: %1$s}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: web, image: "nginx:1.29"}]}
        ---
        apiVersion: v1
        kind: ReplicationController
        metadata: {name: web, namespace: %1$s}
        spec:
          selector: {app: old}
          template:
            metadata: {labels: {app: old}}
            spec: {containers: [{name: web, image: "nginx:1.29"}]}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: web, namespace: %1$s}
        spec:
          schedule: "0 3 * * *"
          jobTemplate:
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: web, image: "nginx:1.29"}]}
        """
            .formatted(namespace.name()));
    await("the policy to hold")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> patch("{op: replace, path: /spec/replicas, value: 3}"))
                    .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-operator-rollouts'"));
  }

  @AfterAll
  void dropNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{op: add, path: /spec/template/spec/containers/0/securityContext, value: {runAsUser: 5}}",
        "{op: add, path: /spec/template/spec/containers/0/command, value: [nginx]}",
        "{op: add, path: /spec/template/spec/hostUsers, value: false}",
        "{op: add, path: /spec/template/spec/volumes/-, value: {name: run, emptyDir: {}}}",
        "{op: add, path: /spec/template/spec/initContainers, value: [{name: unroot-web-owners, image: x}]}",
        "{op: add, path: /spec/strategy, value: {type: Recreate}}"
      })
  void whatAMigrationIsAboutPasses(String operation) {
    assertThat(patch(operation)).contains("patched");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {op: replace, path: /spec/replicas, value: 0}|nothing of a workload but
          {op: add, path: /spec/paused, value: true}|nothing of a workload but
          {op: replace, path: /spec/strategy/rollingUpdate/maxUnavailable, value: 100%}|to Recreate only, and back
          {op: add, path: /metadata/labels/app.kubernetes.io~1managed-by, value: Helm}|labels, annotations, owners
          {op: add, path: /metadata/annotations/a, value: b}|labels, annotations, owners
          {op: add, path: /metadata/finalizers, value: [a/b]}|labels, annotations, owners
          {op: add, path: /spec/template/metadata/annotations, value: {a: b}}|labels or annotations of pods
          {op: replace, path: /spec/template/spec/containers/0/image, value: evil}|what image one runs
          {op: add, path: /spec/template/spec/containers/-, value: {name: evil, image: evil}}|containers that serve
          {op: replace, path: /spec/template/spec/serviceAccountName, value: admin}|the service account, the node or
          {op: add, path: /spec/template/spec/hostNetwork, value: true}|the service account, the node or
          {op: add, path: /spec/template/spec/hostPID, value: true}|the service account, the node or
          {op: add, path: /spec/template/spec/nodeName, value: master}|the service account, the node or
          {op: add, path: /spec/template/spec/volumes/-, value: {name: s, secret: {secretName: tls}}}|no volumes but emptyDirs
          {op: replace, path: /spec/template/spec/volumes/0, value: {name: data, hostPath: {path: /}}}|no volumes but emptyDirs
          """)
  void nothingElseDoes(String operation, String refusal) {
    assertThatThrownBy(() -> patch(operation))
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-operator-rollouts'")
        .hasMessageContaining(refusal);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          daemonset|{op: add, path: /spec/template/spec/containers/0/securityContext, value: {runAsUser: 5}}|
          daemonset|{op: add, path: /spec/minReadySeconds, value: 5}|nothing of a workload but
          daemonset|{op: add, path: /metadata/annotations/a, value: b}|labels, annotations, owners
          cronjob|{op: add, path: /spec/jobTemplate/spec/template/spec/securityContext, value: {runAsUser: 5}}|
          cronjob|{op: replace, path: /spec/schedule, value: "* * * * *"}|nothing of a workload but
          cronjob|{op: add, path: /spec/jobTemplate/spec/activeDeadlineSeconds, value: 5}|nothing of a workload but
          cronjob|{op: add, path: /spec/jobTemplate/metadata/labels, value: {a: b}}|nothing of a workload but
          cronjob|{op: replace, path: /spec/jobTemplate/spec/template/spec/containers/0/image, value: evil}|what image one runs
          replicationcontroller|{op: add, path: /spec/template/spec/securityContext, value: {runAsUser: 5}}|
          replicationcontroller|{op: replace, path: /spec/replicas, value: 3}|nothing of a workload but
          """)
  void theSameHoldsForOtherKinds(String kind, String operation, String refusal) {
    if (refusal == null) {
      assertThat(patch(kind, operation)).contains("patched");
    } else {
      assertThatThrownBy(() -> patch(kind, operation))
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("ValidatingAdmissionPolicy 'unroot-operator-rollouts'")
          .hasMessageContaining(refusal);
    }
  }

  @Test
  void ofPodsThatServeOnlyOnesThatKeepAStatefulSetStuckAreDeleted() {
    for (String kind : List.of("StatefulSet", "ReplicaSet")) {
      cluster.apply(
          """
          apiVersion: apps/v1
          kind: %1$s
          metadata: {name: %2$s, namespace: %3$s}
          spec:
            replicas: 1
            selector: {matchLabels: {app: %2$s}}
            template:
              metadata: {labels: {app: %2$s}}
              spec: {containers: [{name: db, image: "postgres:17"}]}
          """
              .formatted(kind, kind.toLowerCase(Locale.ROOT), namespace.name()));
    }
    String stuck = pod("statefulset");

    assertThat(deletion(stuck)).contains("deleted");
    assertThatThrownBy(() -> deletion(pod("replicaset"))).hasMessageContaining(DELETIONS);
    cluster.kubectl(
        "-n",
        namespace.name(),
        "patch",
        "pod",
        stuck,
        "--subresource=status",
        "-p",
        "{\"status\": {\"conditions\": [{\"type\": \"Ready\", \"status\": \"True\"}]}}");
    assertThatThrownBy(() -> deletion(stuck)).hasMessageContaining(DELETIONS);
  }

  private String pod(String app) {
    return await("a pod of " + app)
        .atMost(SOON)
        .until(
            () ->
                cluster.kubectl(
                    "-n",
                    namespace.name(),
                    "get",
                    "pods",
                    "-l",
                    "app=" + app,
                    "-o",
                    "jsonpath={.items[*].metadata.name}"),
            name -> !name.isEmpty());
  }

  private String deletion(String pod) {
    return cluster.kubectl(
        "-n", namespace.name(), OPERATOR, "delete", "pod", pod, "--dry-run=server");
  }

  private String patch(String operation) {
    return patch("deployment", operation);
  }

  private String patch(String kind, String operation) {
    return cluster.kubectl(
        "-n",
        namespace.name(),
        OPERATOR,
        "patch",
        kind,
        "web",
        "--type=json",
        "--dry-run=server",
        "-p",
        "[" + operation + "]");
  }
}
