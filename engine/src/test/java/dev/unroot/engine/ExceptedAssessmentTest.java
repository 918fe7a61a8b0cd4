package dev.unroot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Exemption;
import dev.unroot.engine.podsecurity.Exemptions;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agreement changes of an assessment, and what it never changes. */
class ExceptedAssessmentTest {
  private static final Target RESTRICTED =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final String WEB = "containers: [{name: web, image: nginx}]";
  private static final String AGENT =
      "{containers: [{name: agent, image: example/agent:1}], volumes: [{name: log, hostPath: {path: /var/log}}]}";
  private static final String TUNNEL =
      "containers: [{name: tunnel, image: example/tunnel:1, securityContext: {capabilities: {add: [NET_ADMIN]}}}]";

  @Test
  void whoseEveryViolationIsExceptedHasNothingLeftToTry() {
    Assessment excepted = assess(WEB, new Exemption("", EnumSet.allOf(ControlId.class)));

    assertThat(excepted.isExcepted()).isTrue();
    assertThat(excepted.isCompliant()).isFalse();
    assertThat(excepted.violations()).isNotEmpty();
    assertThat(excepted.worthTrying()).isFalse();
  }

  @Test
  void whatIsNotExceptedIsStillToBeDone() {
    Assessment partly = assess(WEB, new Exemption("web", Set.of(ControlId.RUN_AS_NON_ROOT)));

    assertThat(partly.isExcepted()).isFalse();
    assertThat(partly.worthTrying()).isTrue();
    assertThat(partly.reachesTarget()).isTrue();
  }

  @Test
  void aCompliantWorkloadIsNotExcepted() {
    Assessment compliant =
        assess(
            "{securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: web, image: x,"
                + " securityContext: {runAsUser: 5, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}",
            new Exemption("", EnumSet.allOf(ControlId.class)));

    assertThat(compliant.isCompliant()).isTrue();
    assertThat(compliant.isExcepted()).isFalse();
  }

  @Test
  void whatItKeepsIsADecisionWhereATrialCanShowIt() {
    Exemption kept =
        new Exemption("", Set.of(ControlId.HOST_PATH_VOLUMES, ControlId.RESTRICTED_VOLUMES));

    assertThat(assess(AGENT).reachesTarget()).isFalse();
    assertThat(assess(AGENT, kept).isLeftExcepted()).isTrue();
    assertThat(assess(AGENT, kept).reachesTarget()).isTrue();
  }

  @Test
  void whatMayNotBeTriedStaysWithAPerson() {
    Assessment left =
        assess(
            TUNNEL,
            new Exemption(
                "tunnel",
                Set.of(
                    ControlId.CAPABILITIES_BASELINE,
                    ControlId.CAPABILITIES_RESTRICTED,
                    ControlId.RUN_AS_NON_ROOT,
                    ControlId.RUN_AS_USER)));

    assertThat(left.isLeftExcepted()).isTrue();
    assertThat(left.isExcepted()).isFalse();
    assertThat(left.worthTrying()).isFalse();
    assertThat(left.reachesTarget()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {WEB, AGENT, TUNNEL})
  void whatIsFoundAndProposedIsTheSameWithAndWithout(String spec) {
    Assessment without = assess(spec);
    Assessment with = assess(spec, new Exemption("", EnumSet.allOf(ControlId.class)));

    assertThat(with.violations()).isEqualTo(without.violations());
    assertThat(with.patch()).isEqualTo(without.patch());
    assertThat(with.proposal().after()).isEqualTo(without.proposal().after());
    assertThat(with.proposal().exceptions()).isEqualTo(without.proposal().exceptions());
  }

  private static Assessment assess(String spec, Exemption... exemptions) {
    String yaml = "metadata: {name: web, namespace: shop}\nspec: {template: {spec: %s}}\n";
    String inner = spec.startsWith("{") ? spec : "{" + spec + "}";
    return Assessment.of(
        Workload.read(
            WorkloadKind.DEPLOYMENT,
            Fields.of(
                ((Document.Parsed) DocumentReader.read(yaml.formatted(inner)).get(0)).root())),
        RESTRICTED,
        Knowledge.of(ImageFacts.builtIn()),
        new Exemptions(List.of(exemptions)));
  }
}
