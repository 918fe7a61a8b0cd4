package dev.unroot.e2e.node.trouble;

import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.Node;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;

/** What somebody's admission policy refuses in one namespace. */
final class AdmissionRule implements AutoCloseable {
  /** What it says. */
  static final String REFUSAL = "house rules forbid this";

  private final Node node;
  private final String name;

  /** From now on {@code operation} of {@code resource} is refused unless {@code expression}. */
  AdmissionRule(
      Node node, TestNamespace namespace, String operation, String resource, String expression) {
    this.node = node;
    this.name = "rule-of-" + namespace.name();
    node.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: %1$s}
        spec:
          failurePolicy: Fail
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [%3$s], resources: [%4$s]}
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}
          validations:
          - {expression: %5$s, message: "%6$s"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: %1$s}
        spec:
          policyName: %1$s
          validationActions: [Deny]
          matchResources:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
        """
            .formatted(
                name,
                namespace.name(),
                operation,
                resource,
                Serialization.asJson("request.resource.resource != 'configmaps' && " + expression),
                REFUSAL));
    awaitEnforcement(namespace);
  }

  /** A policy takes a moment: until then, objects of a kind that it refuses altogether get in. */
  private void awaitEnforcement(TestNamespace namespace) {
    ConfigMap any =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("any")
            .withNamespace(namespace.name())
            .endMetadata()
            .build();
    await("the policy to hold")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try {
                node.admin().resource(any).dryRun(true).create();
                return false;
              } catch (KubernetesClientException e) {
                return e.getMessage().contains(REFUSAL);
              }
            });
  }

  @Override
  public void close() {
    node.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", name);
  }
}
