package dev.unroot.engine.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.Golden;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata is read however odd it is, and little of it is kept. */
class ProvenanceTest {
  private static final WorkloadReference WEB =
      new WorkloadReference(WorkloadKind.DEPLOYMENT, "shop", "web");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{labels: text, annotations: [1], ownerReferences: {a: b}, managedFields: 7}",
        "{labels: null, annotations: null, ownerReferences: null, managedFields: null}",
        "{labels: {app.kubernetes.io/instance: 7, helm.toolkit.fluxcd.io/name: {a: b}}}",
        "{annotations: {meta.helm.sh/release-name: [a], argocd.argoproj.io/tracking-id: true}}",
        "{labels: {helm.toolkit.fluxcd.io/name: ''}}",
        "{ownerReferences: [null, 7, text, [], {}, {controller: true}]}",
        "{ownerReferences: [{controller: 'true', apiVersion: a/v1, kind: B, name: c}]}",
        "{ownerReferences: [{controller: true, apiVersion: 7, kind: B, name: c}]}",
        "{managedFields: [null, 7, text, [], {}, {manager: a}, {operation: Apply}]}",
        "{managedFields: [{manager: a, operation: Sing, fieldsV1: {f:spec: {f:template: {}}}}]}",
        "{managedFields: [{manager: 7, operation: Apply, fieldsV1: {f:spec: {f:template: {}}}}]}",
        "{managedFields: [{manager: a, operation: Apply, fieldsV1: [f:spec]}]}",
        "{managedFields: [{manager: a, operation: Apply, fieldsV1: {f:spec: text}}]}",
        "{managedFields: [{manager: a, operation: Apply, fieldsV1: {f:spec: {f:jobTemplate: []}}}]}"
      })
  void whatIsMalformedTellsNothing(String metadata) {
    Ownership ownership = Ownership.of(WEB, Provenance.read(Golden.read(metadata)));

    assertThat(ownership.owner()).isEmpty();
    assertThat(ownership.risks()).isEmpty();
  }

  @Test
  void whatIsMalformedHidesNothingBesideIt() {
    Provenance provenance =
        Provenance.read(
            Golden.read(
                "{labels: {a: 7, helm.toolkit.fluxcd.io/name: web}, managedFields: [null, "
                    + "{manager: ci, operation: Apply, fieldsV1: {f:spec: {f:template: 1}}}]}"));
    Ownership ownership = Ownership.of(WEB, provenance);

    assertThat(ownership.owner().orElseThrow().name()).isEqualTo("web");
    assertThat(ownership.risks()).extracting(RegressionRisk::manager).containsExactly("ci");
  }

  @Test
  void onlyTheFirstControllerCounts() {
    Provenance provenance =
        Provenance.read(
            Golden.read(
                "{ownerReferences: [{apiVersion: a/v1, kind: A, name: a},"
                    + " {apiVersion: b/v1, kind: B, name: b, controller: true},"
                    + " {apiVersion: c/v1, kind: C, name: c, controller: true}]}"));

    assertThat(provenance.controller()).contains(new ControllerReference("b/v1", "B", "b"));
  }

  @Test
  void aManagerIsOneForEachOperation() {
    String entry = "{manager: ci, operation: %s, fieldsV1: {f:spec: {%s: {}}}}";
    Provenance provenance =
        Provenance.read(
            Golden.read(
                "{managedFields: ["
                    + Stream.of(
                            entry.formatted("Update", "f:replicas"),
                            entry.formatted("Update", "f:template"),
                            entry.formatted("Apply", "f:replicas"))
                        .reduce((a, b) -> a + ", " + b)
                        .orElseThrow()
                    + "]}"));

    assertThat(provenance.managers())
        .containsExactly(
            new FieldManager("ci", FieldManager.Operation.UPDATE, true),
            new FieldManager("ci", FieldManager.Operation.APPLY, false));
  }

  @Test
  void onlyLabelsAndAnnotationsThatTellAreKept() {
    Provenance provenance =
        Provenance.read(
            Golden.read(
                "{labels: {app: web, app.kubernetes.io/instance: shop}, annotations: {note: x,"
                    + " kubectl.kubernetes.io/last-applied-configuration: '{a: long, object: x}'}}"));

    assertThat(provenance.labels()).containsOnlyKeys("app.kubernetes.io/instance");
    assertThat(provenance.annotations())
        .containsExactly(Map.entry("kubectl.kubernetes.io/last-applied-configuration", ""));
  }

  @Test
  void whatIsTooLongIsNotKept() {
    Map<String, Object> labels =
        Map.of("helm.toolkit.fluxcd.io/name", "x".repeat(100_000), "app", "web");
    List<Object> managers =
        new ArrayList<>(
            IntStream.range(0, 10_000)
                .mapToObj(i -> Map.of("manager", "m" + i, "operation", "Apply"))
                .toList());
    Provenance provenance =
        Provenance.read(Fields.of(Map.of("labels", labels, "managedFields", managers)));

    assertThat(provenance.labels()).isEmpty();
    assertThat(provenance.managers()).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void aTreeOfAnyDepthIsRead() {
    Map<String, Object> deep = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      deep = new HashMap<>(Map.of("f:template", deep));
    }
    Map<String, Object> entry =
        Map.of("manager", "ci", "operation", "Apply", "fieldsV1", Map.of("f:spec", deep));

    assertThat(Provenance.read(Fields.of(Map.of("managedFields", List.of(entry)))).managers())
        .containsExactly(new FieldManager("ci", FieldManager.Operation.APPLY, true));
  }

  @Test
  void shownTextsArePrintableAndCut() {
    String name = "\u001b[31m" + "\uD83D\uDE80".repeat(200) + "\n\u202e";
    Fields metadata =
        Fields.of(
            Map.of(
                "labels",
                Map.of("helm.toolkit.fluxcd.io/name", name),
                "managedFields",
                List.of(
                    Map.of(
                        "manager",
                        "ci\n" + name,
                        "operation",
                        "Apply",
                        "fieldsV1",
                        Map.of("f:spec", Map.of("f:template", Map.of()))))));
    Ownership ownership = Ownership.of(WEB, Provenance.read(metadata));
    Owner owner = ownership.owner().orElseThrow();

    assertThat(owner.name()).startsWith("?[31m").hasSizeLessThanOrEqualTo(253);
    assertThat(owner.name().codePoints())
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    assertThat(ownership.risks()).hasSize(1);
    assertThat(ownership.risks().get(0).manager())
        .startsWith("ci??[31m")
        .hasSizeLessThanOrEqualTo(253);
  }

  static Stream<String> trackingIdsOfOthers() {
    return Stream.of(
        "",
        "shop",
        "shop:apps/Deployment",
        "shop:Deployment:shop/web",
        "shop:apps/Deployment:web",
        ":apps/Deployment:shop/web",
        "shop:apps/Deployment:shop/other",
        "shop:apps/Deployment:other/web",
        "shop:apps/StatefulSet:shop/web",
        "shop:extensions/Deployment:shop/web",
        "shop:/Deployment:shop/web");
  }

  @ParameterizedTest
  @MethodSource("trackingIdsOfOthers")
  void aTrackingIdThatDoesNotNameTheObjectTellsNothing(String id) {
    Fields metadata = Fields.of(Map.of("annotations", Map.of(Keys.ARGO_TRACKING_ID, id)));

    assertThat(Ownership.of(WEB, Provenance.read(metadata)).owner()).isEmpty();
  }
}
