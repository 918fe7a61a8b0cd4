package dev.unroot.engine.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Templates;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import org.junit.jupiter.api.Test;

class ApplyConfigurationTest {
  private static final WorkloadReference WEB =
      new WorkloadReference(WorkloadKind.CRON_JOB, "shop", "web");

  private static final String COMPLIANT =
      "{runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]},"
          + " seccompProfile: {type: RuntimeDefault}}";

  @Test
  void itNamesTheWorkloadAndWhatIsSetAndNothingElse() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: web, image: x, securityContext: {runAsUser: 7}}]}");

    assertThat(ApplyConfiguration.yaml(WEB, proposal(template)))
        .isEqualTo(
            """
            apiVersion: batch/v1
            kind: CronJob
            metadata:
              name: web
              namespace: shop
            spec:
              jobTemplate:
                spec:
                  template:
                    spec:
                      containers:
                      - name: web
                        securityContext:
                          runAsNonRoot: true
                          allowPrivilegeEscalation: false
                          capabilities:
                            drop:
                            - ALL
                          seccompProfile:
                            type: RuntimeDefault
            """);
    assertThat(ApplyConfiguration.isFaithful(WEB, proposal(template))).isTrue();
  }

  @Test
  void itIsNotFaithfulWhereAFieldIsRemoved() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: web, image: x, securityContext: {seLinuxOptions: {user: u}}}]}");

    assertThat(ApplyConfiguration.isFaithful(WEB, proposal(template))).isFalse();
    assertThat(ApplyConfiguration.yaml(WEB, proposal(template))).doesNotContain("seLinux");
    assertThat(StrategicMergePatch.yaml(WEB, proposal(template))).contains("user: null");
  }

  @Test
  void itIsNotFaithfulWhereItNamesSomeOfSeveralContainers() {
    PodTemplate template =
        Templates.of(
            "spec: {containers: [{name: log, image: x, securityContext: "
                + COMPLIANT
                + "}, {name: web, image: x}]}");

    assertThat(ApplyConfiguration.isFaithful(WEB, proposal(template))).isFalse();
    assertThat(ApplyConfiguration.yaml(WEB, proposal(template))).doesNotContain("name: log");
  }

  @Test
  void aStrategicMergePatchNamesEveryContainerInItsOrder() {
    PodTemplate template =
        Templates.of(
            "spec: {initContainers: [{name: a, image: x, securityContext: "
                + COMPLIANT
                + "}, {name: b, image: x}], containers: [{name: web, image: x, securityContext: "
                + COMPLIANT
                + "}]}");

    assertThat(StrategicMergePatch.yaml(WEB, proposal(template)))
        .contains("initContainers:\n          - name: a\n          - name: b\n")
        .doesNotContain("\n          containers:");
  }

  private static Proposal proposal(PodTemplate template) {
    return Proposer.propose(
        template,
        new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER),
        Knowledge.of(ImageFacts.none()));
  }
}
