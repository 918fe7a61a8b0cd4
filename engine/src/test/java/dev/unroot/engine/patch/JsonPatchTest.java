package dev.unroot.engine.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.engine.Templates;
import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.proposal.Proposer;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
  private static final PodTemplate WEB =
      Templates.of(
          """
          spec:
            securityContext: {fsGroup: 5}
            containers:
            - {name: log, image: shop.example/log:1}
            - name: web
              image: shop.example/web:1
              ports: [{containerPort: 80}]
              securityContext: {runAsUser: 0, capabilities: {add: [NET_RAW]}}
          """);

  @Test
  void itBeginsWithTheObjectThatItIsFor() {
    List<Map<String, Object>> operations =
        JsonPatch.operations(
            WorkloadKind.DEPLOYMENT,
            proposal(WEB),
            Optional.of(new JsonPatch.Revision("1-2-3", "77")));

    assertThat(operations.subList(0, 2))
        .containsExactly(
            Map.of("op", "test", "path", "/metadata/uid", "value", "1-2-3"),
            Map.of("op", "test", "path", "/metadata/resourceVersion", "value", "77"));
  }

  @Test
  void everyTestStandsBeforeEveryChange() {
    List<String> verbs =
        operations(WEB).stream().map(operation -> (String) operation.get("op")).toList();

    assertThat(verbs.lastIndexOf("test")).isLessThan(verbs.indexOf("add"));
    assertThat(verbs.lastIndexOf("test")).isLessThan(verbs.indexOf("replace"));
  }

  @Test
  void aContainerIsReachedByItsPositionAndTestedByItsName() {
    assertThat(operations(WEB))
        .contains(Map.of("op", "test", "path", "/spec/containers/1/name", "value", "web"))
        .contains(
            Map.of(
                "op",
                "replace",
                "path",
                "/spec/containers/1/securityContext/runAsUser",
                "value",
                10001L));
  }

  @Test
  void itIsRefusedWhereContainersHaveMoved() {
    PodTemplate moved =
        WEB.with(
            FieldPath.of("spec.containers"),
            List.of(
                FieldPath.of("spec.containers")
                    .element("name", "web")
                    .get(WEB.object())
                    .orElseThrow(),
                FieldPath.of("spec.containers")
                    .element("name", "log")
                    .get(WEB.object())
                    .orElseThrow()));

    assertRefused(moved);
  }

  @Test
  void itIsRefusedWhereAValueHasChanged() {
    assertRefused(
        WEB.with(
            FieldPath.of("spec.containers")
                .element("name", "web")
                .field("securityContext")
                .field("runAsUser"),
            7L));
  }

  @Test
  void itIsRefusedWhereSomebodyAddedASettingBeside() {
    assertRefused(
        WEB.with(
            FieldPath.of("spec.containers")
                .element("name", "web")
                .field("securityContext")
                .field("runAsNonRoot"),
            false));
    assertRefused(WEB.with(FieldPath.of("spec.securityContext.runAsUser"), 0L));
  }

  @Test
  void whatIsMissingOnTheWayIsMade() {
    PodTemplate plain = Templates.plain("nginx");

    Map<String, Object> after = JsonPatchInterpreter.apply(operations(plain), plain.object());

    assertThat(after).isEqualTo(proposal(plain).after().object());
    assertThat(operations(plain).stream().map(operation -> operation.get("path")))
        .contains(
            "/spec/volumes",
            "/spec/containers/0/volumeMounts",
            "/spec/containers/0/volumeMounts/-");
  }

  @Test
  void slashesAndTildesInNamesAreEscaped() {
    PodTemplate annotated =
        Templates.of(
            """
            metadata: {annotations: {container.apparmor.security.beta.kubernetes.io/web: unconfined}}
            spec: {containers: [{name: web, image: x}]}
            """);

    assertThat(JsonPatchInterpreter.apply(operations(annotated), annotated.object()))
        .isEqualTo(proposal(annotated).after().object());
    assertThat(operations(annotated).stream().map(operation -> operation.get("path")))
        .contains("/metadata/annotations/container.apparmor.security.beta.kubernetes.io~1web");
  }

  @Test
  void itIsTheSameTextEachTime() {
    String yaml = JsonPatch.yaml(WorkloadKind.DEPLOYMENT, proposal(WEB), Optional.empty());

    assertThat(yaml)
        .isEqualTo(JsonPatch.yaml(WorkloadKind.DEPLOYMENT, proposal(WEB), Optional.empty()))
        .startsWith("- op: test\n  path: /spec/template/spec/containers/");
  }

  private static void assertRefused(PodTemplate template) {
    assertThatThrownBy(() -> JsonPatchInterpreter.apply(operations(WEB), template.object()))
        .isInstanceOf(JsonPatchInterpreter.RefusedException.class);
  }

  private static List<Map<String, Object>> operations(PodTemplate template) {
    return JsonPatch.operations(WorkloadKind.POD, proposal(template), Optional.empty());
  }

  private static Proposal proposal(PodTemplate template) {
    return Proposer.propose(
        template,
        new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER),
        Knowledge.of(ImageFacts.builtIn()));
  }
}
