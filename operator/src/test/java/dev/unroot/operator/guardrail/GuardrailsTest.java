package dev.unroot.operator.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.api.v1alpha1.GuardrailStatus;
import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.MigrationPlanStatus;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GuardrailsTest {
  private static final String WARN = "pod-security.kubernetes.io/warn";
  private static final String AUDIT = "pod-security.kubernetes.io/audit";
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final Coverage CLEAN = new Coverage(true, 2, 0, List.of(), 0, 0, List.of());
  private static final Coverage SLID_BACK = new Coverage(true, 2, 0, List.of(), 1, 0, List.of());
  private static final Coverage EXCEPTED =
      new Coverage(true, 2, 0, List.of(), 0, 0, List.of("deployment/web, until 2027-03-31"));

  private final SimulatedNamespace cluster = new SimulatedNamespace();
  private final MigrationPlan plan = Samples.plan(Mode.Propose);

  @Test
  void whatIsCleanIsProposedAndNothingIsSet() {
    GuardrailStatus status = look(Guardrail.Propose, CLEAN);

    assertThat(status.labels())
        .containsEntry(ENFORCE, "restricted")
        .containsEntry(ENFORCE + "-version", "v1.34")
        .hasSize(6);
    assertThat(status.inPlace()).isEmpty();
    assertThat(status.command())
        .startsWith("kubectl label namespace shop pod-security.kubernetes.io/audit=restricted ");
    assertThat(cluster.writes()).isZero();
  }

  @Test
  void warnSetsWarnAndAudit() {
    GuardrailStatus status = look(Guardrail.Warn, CLEAN);

    assertThat(cluster.labels())
        .containsOnlyKeys(WARN, WARN + "-version", AUDIT, AUDIT + "-version");
    assertThat(status.setByPlan()).hasSize(4).isEqualTo(status.inPlace());
    assertThat(cluster.dryRuns()).isZero();
  }

  @Test
  void enforceSetsAllOfThemAfterADryRun() {
    GuardrailStatus status = look(Guardrail.Enforce, CLEAN);

    assertThat(cluster.labels()).containsEntry(ENFORCE, "restricted").hasSize(6);
    assertThat(cluster.dryRuns()).isEqualTo(1);
    assertThat(status.message()).isEqualTo("every label is in place");
    assertThat(status.command()).isNull();
    assertThat(status.blockedBy()).isEmpty();
  }

  @Test
  void aSecondLookWritesNothing() {
    GuardrailStatus first = look(Guardrail.Enforce, CLEAN);

    assertThat(look(Guardrail.Enforce, CLEAN)).isEqualTo(first);
    assertThat(cluster.writes()).isEqualTo(1);
  }

  @Test
  void whatADryRunWarnsOfIsNotEnforced() {
    cluster.warn("web-1: runAsNonRoot != true");

    GuardrailStatus status = look(Guardrail.Enforce, CLEAN);

    assertThat(cluster.labels()).containsKey(WARN).doesNotContainKey(ENFORCE);
    assertThat(status.blockedBy())
        .anyMatch(reason -> reason.contains("dry run"))
        .contains("web-1: runAsNonRoot != true");
    assertThat(status.command()).contains(ENFORCE + "=restricted").doesNotContain(WARN);
  }

  @Test
  void anExceptionKeepsEnforceFromBeingSetAndIsNamed() {
    GuardrailStatus status = look(Guardrail.Enforce, EXCEPTED);

    assertThat(cluster.labels()).containsKey(WARN).doesNotContainKey(ENFORCE);
    assertThat(status.labels()).doesNotContainKey(ENFORCE);
    assertThat(status.message()).contains("something keeps enforce from it");
    assertThat(status.blockedBy())
        .containsExactly(
            "an exception keeps enforce from being set: deployment/web, until 2027-03-31");

    assertThat(look(Guardrail.Enforce, CLEAN).labels()).containsKey(ENFORCE);
    assertThat(cluster.labels()).containsKey(ENFORCE);
  }

  @Test
  void labelsStayWhereWorkloadsSlideBack() {
    look(Guardrail.Enforce, CLEAN);

    GuardrailStatus status = look(Guardrail.Enforce, SLID_BACK);

    assertThat(cluster.labels()).hasSize(6);
    assertThat(status.message()).startsWith("the namespace has slid back below its labels");
    assertThat(status.blockedBy()).containsExactly("1 workload does not meet the target");
    assertThat(status.setByPlan()).hasSize(6);
  }

  @Test
  void labelsFollowAGuardrailThatIsLowered() {
    look(Guardrail.Enforce, CLEAN);

    look(Guardrail.Warn, SLID_BACK);
    assertThat(cluster.labels()).containsKey(WARN).doesNotContainKey(ENFORCE).hasSize(4);

    GuardrailStatus status = look(Guardrail.Propose, SLID_BACK);
    assertThat(cluster.labels()).isEmpty();
    assertThat(status.setByPlan()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Guardrail.class)
  void whatAnotherPlanSetIsNotTakenAway(Guardrail asked) {
    look(Guardrail.Enforce, CLEAN);
    plan.setStatus(null); // of a plan that never set any

    look(asked, SLID_BACK);

    assertThat(cluster.labels()).hasSize(6);
  }

  @Test
  void aWordThatIsNotKnownChangesNothing() {
    look(Guardrail.Enforce, CLEAN);

    GuardrailStatus status = look(null, CLEAN);

    assertThat(cluster.labels()).hasSize(6);
    assertThat(status.message()).contains("does not know the word in spec.guardrail");
  }

  @ParameterizedTest
  @CsvSource({
    "restricted, v1.34, true",
    "restricted, latest, true",
    "restricted, v1.40, true",
    "restricted, v1.20, false",
    "baseline, latest, false",
    "privileged, v1.34, false",
    "Restricted, latest, false"
  })
  void whatOthersSetStays(String level, String version, boolean suffices) {
    cluster.set(Map.of(ENFORCE, level, ENFORCE + "-version", version), "kubectl-label");

    GuardrailStatus status = look(Guardrail.Enforce, CLEAN);

    assertThat(cluster.labels()).containsEntry(ENFORCE, level);
    assertThat(status.inPlace().contains(ENFORCE)).isEqualTo(suffices);
    assertThat(status.blockedBy().isEmpty()).isEqualTo(suffices);
    if (!suffices) {
      assertThat(status.blockedBy().get(0))
          .contains(ENFORCE + "=" + level + ", set by kubectl-label");
      assertThat(status.command()).contains("--overwrite");
    }
    assertThat(status.setByPlan()).doesNotContain(ENFORCE);
  }

  @Test
  void aConflictIsToldAndNothingIsTaken() {
    cluster.refuse(409, "conflict with \"kubectl\"");

    GuardrailStatus status = look(Guardrail.Warn, CLEAN);

    assertThat(status.blockedBy()).singleElement().asString().contains("conflict with");
    assertThat(status.setByPlan()).isEmpty();
    assertThat(status.inPlace()).isEmpty();
  }

  @Test
  void aMissingRightIsNamedWithItsOverlay() {
    cluster.refuse(403, "User \"x\" cannot patch resource \"namespaces\" in API group \"\"");

    GuardrailStatus status = look(Guardrail.Warn, CLEAN);

    assertThat(status.message())
        .isEqualTo(
            "labels are proposed only: the operator may not patch namespace shop: a cluster"
                + " administrator has to apply deploy/guardrail");
    assertThat(status.labels()).hasSize(6);
    assertThat(status.setByPlan()).isEmpty();
  }

  @Test
  void otherTroubleIsTriedAgain() {
    cluster.refuse(500, "etcd is down");

    assertThatThrownBy(() -> look(Guardrail.Warn, CLEAN))
        .isInstanceOf(KubernetesClientException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          false | 2 | 0 | 0 | 0 | may not see every kind
          true  | 0 | 0 | 0 | 0 | no workload
          true  | 2 | 1 | 0 | 0 | does not cover 1 workload of the namespace: deployment/old
          true  | 2 | 0 | 2 | 0 | 2 workloads do not meet the target
          true  | 2 | 0 | 0 | 1 | 1 workload is being changed
          """)
  void nothingIsSetBeforeEverythingIsThere(
      boolean seen, int all, int notCovered, int below, int rollingOut, String reason) {
    List<String> uncovered = notCovered == 0 ? List.of() : List.of("deployment/old");

    GuardrailStatus status =
        look(
            Guardrail.Enforce,
            new Coverage(seen, all, notCovered, uncovered, below, rollingOut, List.of()));

    assertThat(cluster.writes()).isZero();
    assertThat(status.labels()).isEmpty();
    assertThat(status.command()).isNull();
    assertThat(status.blockedBy()).singleElement().asString().contains(reason);
  }

  @Test
  void aPlanThatOnlyProposesAsksForNothingBeforeThereIsSomethingToPropose() {
    look(Guardrail.Propose, SLID_BACK);

    assertThat(cluster.reads()).isZero();
  }

  @Test
  void warningsAreReadFromTheirHeaders() {
    assertThat(
            KubernetesNamespaceCluster.texts(
                "299 - \"existing pods in \\\"shop\\\" violate\", 299 - \"web-1: x\""))
        .containsExactly("existing pods in \"shop\" violate", "web-1: x");
    assertThat(KubernetesNamespaceCluster.texts("nonsense")).isEmpty();
  }

  private GuardrailStatus look(@Nullable Guardrail asked, Coverage coverage) {
    MigrationPlanSpec spec = plan.getSpec();
    plan.setSpec(
        new MigrationPlanSpec(
            spec.mode(),
            spec.selector(),
            spec.kinds(),
            spec.exclude(),
            spec.target(),
            spec.trial(),
            spec.apply(),
            spec.exceptions(),
            asked));
    GuardrailStatus status = new Guardrails(cluster).look(plan, coverage).status();
    plan.setStatus(new MigrationPlanStatus(1L, null, null, null, List.of()).withGuardrail(status));
    return status;
  }
}
