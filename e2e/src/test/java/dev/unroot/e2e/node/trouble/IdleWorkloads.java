package dev.unroot.e2e.node.trouble;

import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;

/**
 * Workloads that are scaled to zero, so that nothing of them runs but what a trial starts. Their
 * plan has to ask for that.
 */
record IdleWorkloads(Node node, TestNamespace namespace) {
  /** The spec of a plan that tries them; {@code more} fields of its trial in YAML's flow style. */
  static String trial(String more) {
    return "{mode: Trial, trial: {network: Inherit, scaledToZero: Try, maxConcurrent: 8, "
        + more
        + "}}";
  }

  /** A Deployment of one container that runs {@code script} as root. */
  void shell(String name, String script) {
    shell(name, script, "");
  }

  /** The same with {@code more} fields of the container in YAML's flow style. */
  void shell(String name, String script, String more) {
    deployment(name, "containers: [" + container(name, script, more) + "]");
  }

  /** A container of busybox that runs {@code script}, in YAML's flow style. */
  static String container(String name, String script, String more) {
    return "{name: %s, image: \"%s\", imagePullPolicy: Never, command: [sh, -c, %s]%s}"
        .formatted(
            name, Node.BUSYBOX, Serialization.asJson(script), more.isEmpty() ? "" : ", " + more);
  }

  /** A Deployment with these fields of the pod's spec in YAML's flow style. */
  void deployment(String name, String podSpec) {
    node.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          replicas: 0
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {%3$s}
        """
            .formatted(name, namespace.name(), podSpec));
  }
}
