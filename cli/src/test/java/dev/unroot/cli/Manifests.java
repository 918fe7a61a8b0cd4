package dev.unroot.cli;

/** Manifests for tests. */
final class Manifests {
  private Manifests() {}

  static String deployment(String namespace, String name, String image) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %s
          namespace: %s
          labels: {app: %s}
        spec:
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec:
              containers:
              - name: main
                image: %s
        """
        .formatted(name, namespace, name, name, name, image);
  }

  static String compliant(String name) {
    return deployment("shop", name, "shop.example/app")
        + """
                securityContext:
                  runAsNonRoot: true
                  allowPrivilegeEscalation: false
                  capabilities: {drop: [ALL]}
                  seccompProfile: {type: RuntimeDefault}
          """
            .indent(2);
  }

  static String plan(String namespace, String spec) {
    return """
        apiVersion: unroot.dev/v1alpha1
        kind: MigrationPlan
        metadata: {name: plan, namespace: %s}
        spec: %s
        """
        .formatted(namespace, spec);
  }
}
