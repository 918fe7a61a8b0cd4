package dev.unroot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Scripts of ConfigMaps that stand beside the workloads that run them. */
class ConfigMapTest {
  private static final String WORKLOAD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: shop, namespace: a}
      spec:
        selector: {matchLabels: {app: shop}}
        template:
          metadata: {labels: {app: shop}}
          spec:
            containers:
            - name: server
              image: shop.example/server:1
              command: [/scripts/start.sh]
              volumeMounts:
              - {name: scripts, mountPath: /scripts}
              - {name: data, mountPath: /data}
            volumes:
            - {name: scripts, configMap: {name: scripts}}
            - {name: data, persistentVolumeClaim: {claimName: data}}
      """;

  @Test
  void aScriptIsTakenApart() {
    String out = plan(WORKLOAD, configMap("a", "999"));

    assertThat(out)
        .contains("command=[server]")
        .contains("as start.sh of ConfigMap scripts says now")
        .contains("new init container with CHOWN, DAC_OVERRIDE");
  }

  @Test
  void aConfigMapOfAnotherNamespaceIsNotIt() {
    assertThat(plan(WORKLOAD, configMap("b", "999"))).doesNotContain("command=[server]");
  }

  @Test
  void ofTwoThatDifferNeitherIsIt() {
    assertThat(plan(WORKLOAD, configMap("a", "999"), configMap("a", "999")))
        .contains("command=[server]");
    assertThat(plan(WORKLOAD, configMap("a", "999"), configMap("a", "998")))
        .doesNotContain("command=[server]");
  }

  @Test
  void anOddConfigMapIsPassedOver() {
    assertThat(
            plan(
                WORKLOAD,
                "apiVersion: v1\nkind: ConfigMap\nmetadata: 5\n",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: scripts, namespace: a}\ndata: []\n"))
        .contains("1 workload");
  }

  private static String plan(String... documents) {
    return Cli.runOn(String.join("---\n", documents), "plan", "-", "-v").out();
  }

  private static String configMap(String namespace, String user) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: scripts, namespace: %s}
        data:
          start.sh: |
            #!/bin/sh
            set -e
            chown -R %s /data
            exec gosu %s server
        """
        .formatted(namespace, user, user);
  }
}
