package dev.unroot.e2e.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.ControlPlaneExtension;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.e2e.installation.Installation;
import dev.unroot.e2e.installation.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The API server refuses a plan that cannot be meant, with a message that names the field and the
 * remedy.
 */
@ExtendWith(ControlPlaneExtension.class)
class InvalidPlanIT {
  private final ControlPlane cluster;
  private TestNamespace namespace;
  private Plans plans;

  InvalidPlanIT(ControlPlane cluster) {
    this.cluster = cluster;
    Installation.of(cluster);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = cluster.namespace("invalid");
    plans = new Plans(cluster, namespace);
  }

  @AfterEach
  void dropNamespace() {
    namespace.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {modee: Propose}                                                   | modee
          {mode: propose}                                                    | supported values: "Apply", "Observe", "Propose", "Trial"
          {mode: 3}                                                          | spec.mode
          {apply: {onDelete: Undo}}                                          | supported values: "Keep", "Revert"
          {apply: {unproved: Sure}}                                          | supported values: "Allowed", "Refused"
          {apply: {cronJobRun: Now}}                                         | supported values: "Immediate", "Scheduled"
          {apply: {windows: [{days: []}]}}                                   | spec.apply.windows[0].days
          {apply: {windows: [{days: [Mon]}]}}                                | supported values: "Friday", "Monday"
          {apply: {windows: [{from: "7:00"}]}}                               | spec.apply.windows[0].from
          {apply: {windows: [{to: "25:00"}]}}                                | spec.apply.windows[0].to
          {apply: {windows: [{from: "07:00", to: "07:00"}]}}                 | leave both out for the whole day
          {apply: {windows: [{timeZone: Mars}]}}                             | Mars
          {apply: {windows: [{timeZone: Local}]}}                            | of the IANA database
          {trial: {network: None}}                                           | supported values: "Inherit", "Isolated"
          {trial: {allow: [{port: 80}]}}                                     | spec.trial.allow[0].cidr: Required value
          {trial: {allow: [{cidr: everything}]}}                             | spec.trial.allow[0].cidr
          {trial: {soak: 10 minutes}}                                        | such as 10s or 2m
          {trial: {deadline: forever}}                                       | such as 90s or 3m
          {trial: {budget: 7h}}                                              | such as 30m or 2h, and at most 6h
          {trial: {scaledToZero: Maybe}}                                     | supported values: "Skip", "Try"
          {trial: {maxAttempts: 0}}                                          | spec.trial.maxAttempts
          {trial: {maxConcurrent: many}}                                     | spec.trial.maxConcurrent
          {target: {level: restricted}}                                      | supported values: "Baseline", "Restricted"
          {target: {version: "1.34"}}                                        | must be latest or a minor version such as v1.34
          {target: {fallbackUser: 0}}                                        | spec.target.fallbackUser
          {guardrail: warn} | spec.guardrail: Unsupported value: "warn": supported values: "Enforce", "Propose", "Warn"
          {kinds: [Deploymnet]}                                              | spec.kinds[0]: Unsupported value: "Deploymnet": supported values: "CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet"
          {kinds: [Rollout]}                                                 | spec.kinds[0]: Unsupported value: "Rollout"
          {exclude: [{kind: Rollout, name: web}]}                            | spec.exclude[0].kind: Unsupported value: "Rollout"
          {exclude: [{kind: Deployment}]}                                    | spec.exclude[0].name
          {exceptions: [{controls: [runAsUser], reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].name: Required value
          {exceptions: [{name: a, reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].controls: Required value
          {exceptions: [{name: a, controls: [], reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].controls: Invalid value: 0: spec.exceptions[0].controls in body should have at least 1 items
          {exceptions: [{name: a, controls: [root], reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].controls[0]: Unsupported value: "root": supported values: "allowPrivilegeEscalation"
          {exceptions: [{name: a, controls: [runAsUser], who: c, expires: 2027-03-31}]} | spec.exceptions[0].reason: Required value
          {exceptions: [{name: a, controls: [runAsUser], reason: '', who: c, expires: 2027-03-31}]} | spec.exceptions[0].reason
          {exceptions: [{name: a, controls: [runAsUser], reason: b, expires: 2027-03-31}]} | spec.exceptions[0].who: Required value
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c}]} | spec.exceptions[0].expires: Required value
          {exceptions: [{kind: Rollout, name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].kind
          {exceptions: [{name: a, container: '', controls: [runAsUser], reason: b, who: c, expires: 2027-03-31}]} | spec.exceptions[0].container
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: soon}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-3-31}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-02-29}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2100-02-29}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-04-31}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-13-01}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2027-03-00}]} | must be a date such as 2027-03-31
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: "2027-03-31T"}]} | spec.exceptions[0].expires: Too long
          {selector: {matchLabels: {a: 1}}}                                  | spec.selector.matchLabels
          {selector: {matchExpressions: [{key: a, operator: In}]}}           | In and NotIn need values
          {selector: {matchExpressions: [{key: a, operator: Exists, values: [b]}]}} | Exists and DoesNotExist take none
          {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: DoesNotExist}]}} | contradicts matchLabels
          {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: NotIn, values: [b]}]}} | contradicts matchLabels
          {selector: {matchExpressions: [{key: a, operator: Exists}, {key: a, operator: DoesNotExist}]}} | both to exist and not to exist
          """)
  void isRefusedWithARemedy(String spec, String message) {
    assertThatThrownBy(() -> plans.plan("bad", spec)).hasMessageContaining(message);
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                plans.plan(
                    "bad", "{mode: Propos, target: {level: High, fallbackUser: 0}, kinds: [Node]}"))
        .hasMessageContaining("spec.mode")
        .hasMessageContaining("spec.target.level")
        .hasMessageContaining("spec.target.fallbackUser")
        .hasMessageContaining("spec.kinds[0]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}
          {mode: Observe}
          {guardrail: Enforce}
          {mode: Trial, trial: {network: Inherit, soak: 5s, deadline: 2m, maxAttempts: 3, maxConcurrent: 1}}
          {target: {level: Baseline, version: v1.30, fallbackUser: 65534}}
          {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, values: [b, c]}]}}
          {kinds: [Deployment], exclude: [{name: web}, {kind: Deployment, name: api}]}
          {kinds: [CronJob, DaemonSet, Deployment, Job, Pod, ReplicaSet, ReplicationController, StatefulSet]}
          {exceptions: [{name: a, controls: [runAsUser, capabilities_baseline], reason: b, who: c, expires: 2027-03-31}]}
          {exceptions: [{kind: CronJob, name: a, container: d, controls: [runAsUser], reason: b, who: c, expires: 2028-02-29}]}
          {exceptions: [{name: a, controls: [runAsUser], reason: b, who: c, expires: 2000-02-29}]}
          """)
  void isAccepted(String spec) {
    plans.plan("good", spec);
    assertThat(cluster.kubectl("-n", namespace.name(), "get", "mp", "good", "-o", "name"))
        .contains("good");
  }

  @Test
  void theWorkloadOfAMigrationNeverChanges() {
    String manifest =
        """
        apiVersion: unroot.dev/v1alpha1
        kind: WorkloadMigration
        metadata: {name: deployment-web, namespace: %s}
        spec: {workload: {apiVersion: apps/v1, kind: Deployment, name: %s}}
        """;
    cluster.apply(manifest.formatted(namespace.name(), "web"));
    assertThatThrownBy(() -> cluster.apply(manifest.formatted(namespace.name(), "api")))
        .hasMessageContaining("spec.workload never changes");
  }
}
