package dev.unroot.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.Approval;
import dev.unroot.api.v1alpha1.ControlName;
import dev.unroot.api.v1alpha1.Downtime;
import dev.unroot.api.v1alpha1.Guardrail;
import dev.unroot.api.v1alpha1.MigrationPlanSpec;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.ScaledToZero;
import dev.unroot.api.v1alpha1.TargetLevel;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.VolumeOwnershipWish;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanReaderTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void everyFieldIsRead() {
    MigrationPlanSpec spec =
        spec(
            """
            {
              mode: Trial,
              selector: {
                matchLabels: {a: b},
                matchExpressions: [{key: c, operator: NotIn, values: [d]}]
              },
              kinds: [Deployment],
              exclude: [{name: old}, {kind: Deployment, name: older}],
              target: {level: Baseline, version: v1.30, fallbackUser: 2000, volumeOwnership: FSGroup},
              trial: {network: Inherit, soak: 2m, deadline: 5m, maxAttempts: 3, maxConcurrent: 4, budget: 2h, scaledToZero: Try, storage: Clone},
              apply: {approval: Manual, maxConcurrent: 3, soak: 1h, deadline: 2h, failureThreshold: 5, downtime: Allowed},
              exceptions: [{kind: Deployment, name: web, container: app, controls: [runAsUser, capabilities_baseline], reason: a, who: b, expires: 2028-02-29}],
              guardrail: Enforce
            }
            """);

    assertThat(problems).isEmpty();
    assertThat(spec.mode()).isEqualTo(Mode.Trial);
    assertThat(spec.claims("Deployment", "web", Map.of("a", "b"))).isTrue();
    assertThat(spec.claims("Deployment", "web", Map.of("a", "b", "c", "d"))).isFalse();
    assertThat(spec.claims("Deployment", "older", Map.of("a", "b"))).isFalse();
    assertThat(spec.target().level()).isEqualTo(TargetLevel.Baseline);
    assertThat(spec.target().version()).isEqualTo("v1.30");
    assertThat(spec.target().fallbackUser()).isEqualTo(2000);
    assertThat(spec.target().volumeOwnership()).isEqualTo(VolumeOwnershipWish.FSGroup);
    assertThat(spec.trial().network()).isEqualTo(TrialNetwork.Inherit);
    assertThat(spec.trial().soak()).isEqualTo("2m");
    assertThat(spec.trial().deadline()).isEqualTo("5m");
    assertThat(spec.trial().budget()).isEqualTo("2h");
    assertThat(spec.trial().scaledToZero()).isEqualTo(ScaledToZero.Try);
    assertThat(spec.trial().storage()).isEqualTo(TrialStorage.Clone);
    assertThat(spec.trial().maxAttempts()).isEqualTo(3);
    assertThat(spec.trial().maxConcurrent()).isEqualTo(4);
    assertThat(spec.apply())
        .isEqualTo(new ApplySpec(Approval.Manual, 3, "1h", "2h", 5, Downtime.Allowed));
    assertThat(spec.guardrail()).isEqualTo(Guardrail.Enforce);
    assertThat(spec.exceptions())
        .containsExactly(
            new AgreedException(
                "Deployment",
                "web",
                "app",
                List.of(ControlName.runAsUser, ControlName.capabilities_baseline),
                "a",
                "b",
                "2028-02-29"));
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    MigrationPlanSpec spec = spec("{}");

    assertThat(spec).isEqualTo(new MigrationPlanSpec(null, null, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {mod: Trial}|spec.mod: unknown field; did you mean mode?
          {paused: true}|spec.paused: unknown field; known here: mode, selector, kinds, exclude, target, trial, apply, exceptions, guardrail
          {mode: propose}|spec.mode: must be Observe, Propose, Trial or Apply, not "propose"; did you mean Propose?
          {mode: yes}|spec.mode: must be Observe, Propose, Trial or Apply, not true
          {apply: {cronJobRun: Now}}|spec.apply.cronJobRun: must be Scheduled or Immediate, not "Now"
          {trial: {network: None}}|spec.trial.network: must be Isolated or Inherit, not "None"
          {trial: {allow: [{port: 80}]}}|spec.trial.allow[0].cidr: is missing; name the addresses, such as 10.1.2.3/32
          {kinds: []}|spec.kinds: must name at least one kind; leave it out for all of them
          {kinds: Deployment}|spec.kinds: must be a list, not "Deployment"
          {kinds: [Deploymnt]}|spec.kinds[0]: must be Deployment, StatefulSet, DaemonSet, CronJob, Job, Pod, ReplicaSet or ReplicationController, not "Deploymnt"; did you mean Deployment?
          {exclude: [old]}|spec.exclude[0]: must be an object, not "old"
          {exclude: [{kind: Deployment}]}|spec.exclude[0].name: is missing; name the workload to leave alone
          {exclude: [{name: ''}]}|spec.exclude[0].name: must have 1 to 253 characters
          {target: Restricted}|spec.target: must be an object (fields below it, indented), not "Restricted"
          {target: {level: Privileged}}|spec.target.level: must be Baseline or Restricted, not "Privileged"
          {target: {version: 1.30}}|spec.target.version: must be a text (put it in quotes), not 1.3
          {target: {version: v1.030}}|spec.target.version: must be latest or a version such as v1.34, not "v1.030"
          {target: {fallbackUser: 0}}|spec.target.fallbackUser: must be a whole number from 1 to 65535, not 0
          {target: {volumeOwnership: fsGroup}}|spec.target.volumeOwnership: must be Auto, FSGroup or InitContainer, not "fsGroup"; did you mean FSGroup?
          {target: {fallbackUser: nobody}}|spec.target.fallbackUser: must be a whole number from 1 to 65535, not "nobody"
          {trial: {soak: 10}}|spec.trial.soak: must be a text (put it in quotes), not 10
          {trial: {budget: 2d}}|spec.trial.budget: must be seconds, minutes or hours such as 30m or 2h, not "2d"
          {trial: {soak: 1h}}|spec.trial.soak: must be seconds or minutes such as 10s or 2m, not "1h"
          {apply: {soak: 10}}|spec.apply.soak: must be a text (put it in quotes), not 10
          {apply: {deadline: 2d}}|spec.apply.deadline: must be whole seconds, minutes or hours, such as 10m or 1h, not "2d"
          {apply: {approval: Automated}}|spec.apply.approval: must be Automatic or Manual, not "Automated"; did you mean Automatic?
          {apply: {downtime: yes}}|spec.apply.downtime: must be Refused or Allowed, not true
          {apply: {failureThreshold: 0}}|spec.apply.failureThreshold: must be a whole number from 1 to 1000, not 0
          {exceptions: [{name: a, controls: [], reason: b, who: c, expires: 2027-03-31}]}|spec.exceptions[0].controls: must name at least one control, such as runAsNonRoot
          {exceptions: [{name: a, controls: [root], reason: b, who: c, expires: 2027-03-31}]}|spec.exceptions[0].controls[0]: must be privileged, hostNamespaces, hostPathVolumes, hostPorts, hostProbesAndHostLifecycle, capabilities_baseline, appArmorProfile, seLinuxOptions, seccompProfile_baseline, procMount, sysctls, windowsHostProcess, restrictedVolumes, allowPrivilegeEscalation, runAsNonRoot, runAsUser, seccompProfile_restricted, capabilities_restricted or procMount_restricted, not "root"
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-02-29}]}|spec.exceptions[0].expires: must be a date such as 2027-03-31: the last day on which the exception holds, by UTC, not "2027-02-29"
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c}]}|spec.exceptions[0].expires: is missing; give the last day on which it holds, such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, expires: 2027-03-31}]}|spec.exceptions[0].who: is missing; say who agreed to it
          {exceptions: [{name: a, controls: [runAsUser], who: b, expires: 2027-03-31}]}|spec.exceptions[0].reason: is missing; say why the workload may stay so
          {exceptions: [{controls: [runAsUser], reason: b, who: c, expires: 2027-03-31}]}|spec.exceptions[0].name: is missing; name the workload
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, until: x, expires: 2027-03-31}]}|spec.exceptions[0].until: unknown field; known here: kind, name, container, controls, reason, who, expires
          {guardrail: warn}|spec.guardrail: must be Propose, Warn or Enforce, not "warn"; did you mean Warn?
          {trial: {maxAttempts: 21}}|spec.trial.maxAttempts: must be a whole number from 1 to 20, not 21
          {selector: {app: web}}|spec.selector.app: unknown field; known here: matchLabels, matchExpressions
          {selector: {matchLabels: {a: 1}}}|spec.selector.matchLabels.a: must be a text (put it in quotes), not 1
          {selector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}|spec.selector.matchExpressions[0].operator: must be In, NotIn, Exists or DoesNotExist, not "in"; did you mean In?
          {selector: {matchExpressions: [{key: a, operator: In}]}}|spec.selector.matchExpressions[0]: In and NotIn need values; Exists and DoesNotExist take none
          {selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}}|spec.selector.matchExpressions[0]: In and NotIn need values; Exists and DoesNotExist take none
          {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: NotIn, values: [b]}]}}|spec.selector: matchExpressions contradicts matchLabels, so that no workload can be selected: remove one of them
          {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: DoesNotExist}]}}|spec.selector: matchExpressions contradicts matchLabels, so that no workload can be selected: remove one of them
          {selector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}}|spec.selector: matchExpressions asks for a label both to exist and not to exist, so that no workload can be selected: remove one of them
          """)
  void aMistakeIsNamedWithItsRemedy(String spec, String message) {
    assertThat(read("spec: " + spec + "\n")).isEmpty();
    assertThat(problems).extracting(Problem::what).containsExactly(message);
  }

  @Test
  void allMistakesAreNamedAtOnceEachWithItsLine() {
    read(
        """
        spec:
          mode: Applied
          target:
            level: Strict
            fallbackUser: -1
          trial:
            soak: soon
          exclude:
          - name: a
            kind: Pot
        """);

    assertThat(problems).extracting(Problem::line).containsExactlyInAnyOrder(5, 7, 8, 10, 13);
  }

  @Test
  void aPlanWithoutSpecOrNameIsRefused() {
    Manifest manifest =
        new Manifest(
            "plan.yaml",
            0,
            (Document.Parsed)
                DocumentReader.read(
                        "apiVersion: unroot.dev/v1alpha1\nkind: MigrationPlan\nmetadata: {}\n")
                    .get(0));

    assertThat(PlanReader.read(manifest, problems)).isEmpty();
    assertThat(problems)
        .map(Problem::toString)
        .containsExactly(
            "plan.yaml:1: spec: is missing; an empty one, spec: {}, proposes for every workload",
            "plan.yaml:3: metadata.name: is missing; give the plan a name");
  }

  @Test
  void anotherVersionOfThePlanIsRefused() {
    Manifest manifest =
        new Manifest(
            "plan.yaml",
            0,
            (Document.Parsed)
                DocumentReader.read(
                        "apiVersion: unroot.dev/v1\nkind: MigrationPlan\nmetadata: {name: a}\nspec: {}\n")
                    .get(0));

    assertThat(PlanReader.read(manifest, problems)).isEmpty();
    assertThat(problems)
        .map(Problem::toString)
        .containsExactly(
            "plan.yaml:1: apiVersion: must be unroot.dev/v1alpha1, not \"unroot.dev/v1\"");
  }

  private MigrationPlanSpec spec(String spec) {
    Optional<PlanManifest> plan = read("spec: " + spec.replace("\n", " ") + "\n");
    assertThat(problems).isEmpty();
    return plan.orElseThrow().spec();
  }

  private Optional<PlanManifest> read(String spec) {
    String text =
        "apiVersion: unroot.dev/v1alpha1\nkind: MigrationPlan\nmetadata: {name: plan}\n" + spec;
    Manifest manifest =
        new Manifest("plan.yaml", 0, (Document.Parsed) DocumentReader.read(text).get(0));
    return PlanReader.read(manifest, problems);
  }
}
