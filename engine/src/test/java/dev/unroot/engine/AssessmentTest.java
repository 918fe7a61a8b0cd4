package dev.unroot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import org.junit.jupiter.api.Test;

class AssessmentTest {
  private static final Target RESTRICTED =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);

  @Test
  void thePatchOfNginxIsReadyToCommit() {
    Assessment assessment =
        assess(
            """
            metadata: {name: web, namespace: shop}
            spec: {template: {spec: {containers: [{name: nginx, image: nginx, ports: [{containerPort: 80}]}]}}}
            """);

    assertThat(assessment.isRoot()).isTrue();
    assertThat(assessment.isCompliant()).isFalse();
    assertThat(assessment.patch())
        .isEqualTo(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: shop
            spec:
              template:
                spec:
                  containers:
                  - name: nginx
                    securityContext:
                      runAsNonRoot: true
                      runAsUser: 101
                      runAsGroup: 101
                      allowPrivilegeEscalation: false
                      capabilities:
                        drop:
                        - ALL
                      seccompProfile:
                        type: RuntimeDefault
                    volumeMounts:
                    - mountPath: /var/cache/nginx
                      name: unroot-nginx
                      subPath: var/cache/nginx
                    - mountPath: /var/run
                      name: unroot-nginx
                      subPath: var/run
                  securityContext:
                    sysctls:
                    - name: net.ipv4.ip_unprivileged_port_start
                      value: "80"
                  volumes:
                  - name: unroot-nginx
                    emptyDir: {}
            """);
  }

  @Test
  void anUnknownImageIsNeitherRootNorCompliant() {
    Assessment assessment =
        assess(
            "metadata: {name: api}\nspec: {template: {spec: {containers: [{name: a, image: x}]}}}\n");

    assertThat(assessment.isRoot()).isFalse();
    assertThat(assessment.isUnknown()).isTrue();
    assertThat(assessment.isCompliant()).isFalse();
  }

  @Test
  void aFieldOfTheWrongTypeIsNamedFromTheTop() {
    String manifest =
        "metadata: {name: api}\n"
            + "spec: {template: {spec: {containers: [{name: a, securityContext: {runAsUser: root}}]}}}\n";

    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> assess(manifest))
        .withMessage(
            "spec.template.spec.containers[a].securityContext.runAsUser: must be a whole number");
  }

  private static Assessment assess(String manifest) {
    Workload workload = Workload.read(WorkloadKind.DEPLOYMENT, Golden.read(manifest));
    return Assessment.of(workload, RESTRICTED, Knowledge.of(ImageFacts.builtIn()));
  }
}
