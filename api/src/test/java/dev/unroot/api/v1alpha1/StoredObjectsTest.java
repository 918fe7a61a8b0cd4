package dev.unroot.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Objects as they come from the API server, also those that other releases have written. */
class StoredObjectsTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  @Test
  void aPlanIsReadBackAsItWasWritten() {
    MigrationPlan plan = new MigrationPlan();
    plan.getMetadata().setName("shop");
    plan.setSpec(
        new MigrationPlanSpec(
            Mode.Trial,
            new WorkloadSelector(
                Map.of("a", "b"),
                List.of(new LabelSelectorRequirement("c", SelectorOperator.In, List.of("d", "e")))),
            List.of(WorkloadKindName.Deployment),
            List.of(new Exclusion(WorkloadKindName.Deployment, "legacy")),
            new TargetSpec(
                TargetLevel.Baseline,
                "v1.30",
                2000L,
                HardeningWish.Wanted,
                HardeningWish.Refused,
                VolumeOwnershipWish.FSGroup),
            new TrialSpec(
                TrialNetwork.Inherit,
                List.of(),
                "20s",
                "5m",
                3,
                4,
                "2h",
                ScaledToZero.Try,
                TrialStorage.Clone),
            ApplySpec.defaults(),
            List.of(
                new AgreedException(
                    "Deployment",
                    "web",
                    "app",
                    List.of(ControlName.capabilities_baseline),
                    "binds a port",
                    "Ada",
                    "2027-03-31")),
            Guardrail.Enforce));
    plan.setStatus(
        new MigrationPlanStatus(
            3L,
            PlanPhase.Trying,
            "1/2",
            new PlanCounts(2, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0),
            new PlanExceptions(1, "2027-03-31", 1, List.of("deployment/api")),
            new GuardrailStatus(
                "message", Map.of("a", "b"), List.of("a"), List.of("a"), List.of("why"), "do it"),
            List.of(new ConditionBuilder().withType("Ready").withStatus("False").build())));

    MigrationPlan read = reread(plan, MigrationPlan.class);

    assertThat(read.getSpec()).isEqualTo(plan.getSpec());
    assertThat(read.getStatus()).isEqualTo(plan.getStatus());
  }

  @Test
  void aMigrationIsReadBackAsItWasWritten() {
    WorkloadMigration migration = new WorkloadMigration();
    migration.getMetadata().setName("deployment-web-12345");
    migration.setSpec(
        new WorkloadMigrationSpec(
            new WorkloadTarget("apps/v1", "Deployment", "web"),
            Mode.Trial,
            true,
            TargetSpec.defaults(),
            TrialSpec.defaults()));
    migration.setStatus(
        new WorkloadMigrationStatus(
            2L,
            MigrationPhase.Failed,
            "baseline",
            true,
            false,
            "no remedy is left",
            new OwnerStatus("Helm release shop/web", "annotation meta.helm.sh/release-name=web"),
            Delivery.Patch,
            List.of(new RegressionRisk("kubectl", "applies it")),
            List.of(new RunningContainer("web", List.of("0:0"), List.of("sha256:1"), false)),
            List.of(new Finding("runAsNonRoot", "spec", "be true")),
            List.of(new Reason(null, "LowPort", "listens on 80", "template", "known-low-port")),
            new ProposalStatus(
                "hash",
                "baseline",
                "restricted",
                "Restricted",
                List.of("spec.x: must be true"),
                List.of(new ProposedChange("spec.x", null, "1", "why", "the spec", "high")),
                "patch",
                List.of(),
                List.of(new RecommendedException(null, List.of("hostPathVolumes"), "mounts /x")),
                List.of(new Suggestion("web", "use another image", "docs"))),
            new TrialStatus(
                "key",
                TrialVerdict.Failed,
                1,
                List.of(
                    new TrialAttempt(
                        0,
                        AttemptRole.Control,
                        "pod",
                        AttemptOutcome.Healthy,
                        "message",
                        List.of("remedy"),
                        List.of(new Evidence("server", "RequiresRoot", null, "line")),
                        List.of(
                            new ObservedContainer(
                                "server",
                                List.of(new ObservedUser(33, 33, "x")),
                                List.of("80/tcp"),
                                List.of("server"),
                                List.of(new ObservedVolume("data", "sub", 33, 33, "0700")),
                                true,
                                0L,
                                List.of(new ImageFileUser("app", 200, 200, "/srv/app")))),
                        TrialVolumes.AsLeft,
                        "2026-03-01T10:00:00Z",
                        null)),
                List.of(new TrialImage("server", "sha256:1", List.of("sha256:2"))),
                List.of(
                    new EarlierOwner(
                        "data", "sub", 0, 0, "0755", List.of(new OwnedFiles(0, 0, 12)), true)),
                3,
                2,
                "the template has changed",
                new TrialLessons(
                    List.of("hash"),
                    List.of(new Evidence("server", "RequiresRoot", null, "line")))),
            List.of()));

    WorkloadMigration read = reread(migration, WorkloadMigration.class);

    assertThat(read.getSpec()).isEqualTo(migration.getSpec());
    assertThat(read.getStatus()).isEqualTo(migration.getStatus());
  }

  @Test
  void aPlanWithNothingInItIsReadWithItsDefaults() {
    MigrationPlan plan = read("spec: {}", MigrationPlan.class);

    assertThat(plan.getSpec())
        .isEqualTo(
            new MigrationPlanSpec(
                null, null, null, null, null, null, null, null,
                null)); // the API server adds defaults
    assertThat(plan.getStatus()).isNull();
  }

  @Test
  void aMigrationOfAnEarlierReleaseIsReadWithWhatItLacks() {
    WorkloadMigration migration =
        read(
            """
            spec:
              workload: {apiVersion: apps/v1, kind: Deployment, name: web}
            status:
              phase: Trying
              trial:
                key: abc
                attempts:
                - {number: 0, role: Control}
            """,
            WorkloadMigration.class);

    assertThat(migration.getSpec().stage()).isEqualTo(Mode.Propose);
    assertThat(migration.getSpec().isWaiting()).isFalse();
    assertThat(migration.getSpec().trial()).isEqualTo(TrialSpec.defaults());
    assertThat(migration.getStatus().conditions()).isEmpty();
    assertThat(migration.getStatus().findings()).isEmpty();
    assertThat(migration.getStatus().trial().attempts().get(0).evidence()).isEmpty();
    assertThat(migration.getStatus().trial().images()).isEmpty();
    assertThat(migration.getStatus().trial().earlierOwners()).isEmpty();
    assertThat(migration.getStatus().trial().round()).isZero();
    assertThat(migration.getStatus().trial().retries()).isZero();
  }

  @Test
  void aPlanOfALaterReleaseIsReadWithoutWhatIsNotKnown() {
    MigrationPlan plan =
        read(
            """
            spec:
              mode: Observe
              rollout: {soak: 1h}
              target: {level: Baseline, userNamespaces: Preferred}
              trial: {network: Inherit, isolation: {allow: [dns]}}
              selector: {matchLabels: {a: b}, matchFields: {c: d}}
              exclude: [{name: legacy, until: tomorrow}]
            status:
              phase: Observed
              counts: {workloads: 3, migrated: 1}
              waves: [{name: first}]
            """,
            MigrationPlan.class);

    assertThat(plan.getSpec().mode()).isEqualTo(Mode.Observe);
    assertThat(plan.getSpec().target().level()).isEqualTo(TargetLevel.Baseline);
    assertThat(plan.getSpec().trial().network()).isEqualTo(TrialNetwork.Inherit);
    assertThat(plan.getSpec().selector().matchLabels()).containsEntry("a", "b");
    assertThat(plan.getSpec().exclude()).containsExactly(new Exclusion(null, "legacy"));
    assertThat(plan.getStatus().counts().workloads()).isEqualTo(3);
  }

  @Test
  void aMigrationOfALaterReleaseIsReadWithoutWhatIsNotKnown() {
    WorkloadMigration migration =
        read(
            """
            spec:
              workload: {apiVersion: apps/v1, kind: Deployment, name: web, uid: u}
              approval: hash
            status:
              phase: Verified
              rollout: {revision: 3}
              trial:
                key: abc
                verdict: Verified
                network: Isolated
                attempts:
                - number: 0
                  role: Control
                  outcome: Healthy
                  seconds: 12
                  observed: [{container: c, memory: 5Mi, users: [{uid: 1, gid: 2, caps: x}]}]
            """,
            WorkloadMigration.class);

    assertThat(migration.getStatus().phase()).isEqualTo(MigrationPhase.Verified);
    assertThat(migration.getStatus().trial().attempts().get(0).observed().get(0).users())
        .extracting(ObservedUser::uid)
        .containsExactly(1L);
  }

  @Test
  void aWordOfALaterReleaseCountsAsLeftOut() {
    MigrationPlan plan =
        read(
            """
            spec:
              mode: Enforce
              kinds: [Rollout, Deployment]
              exclude: [{kind: DaemonSet, name: agent}]
              target: {level: Hardened, volumeOwnership: Ceded}
              trial: {network: Offline, scaledToZero: Sometimes, storage: Snapshot}
              exceptions: [{name: web, controls: [noRaw, runAsUser], reason: a, who: b, expires: 2027-03-31}]
              guardrail: Lock
            status:
              phase: Handing
            """,
            MigrationPlan.class);

    assertThat(plan.getSpec().mode()).isEqualTo(Mode.Propose);
    assertThat(plan.getSpec().kinds()).containsExactly(WorkloadKindName.Deployment);
    assertThat(plan.getSpec().target().level()).isEqualTo(TargetLevel.Restricted);
    assertThat(plan.getSpec().target().volumeOwnership()).isEqualTo(VolumeOwnershipWish.Auto);
    assertThat(plan.getSpec().trial().network()).isNull();
    assertThat(plan.getSpec().guardrail()).as("neither set nor taken away").isNull();
    assertThat(plan.getSpec().exceptions().get(0).controls())
        .containsExactly(ControlName.runAsUser);
    assertThat(plan.getSpec().trial().scaledToZero()).isEqualTo(ScaledToZero.Skip);
    assertThat(plan.getSpec().trial().storage()).isEqualTo(TrialStorage.StandIn);
    assertThat(plan.getStatus().phase()).isNull();
  }

  @Test
  void aPlanForKindsThatAreNotKnownClaimsNothing() {
    MigrationPlan plan = read("spec: {kinds: [Rollout]}", MigrationPlan.class);

    assertThat(plan.getSpec().claims("Deployment", "web", Map.of())).isFalse();
  }

  @Test
  void aSelectorWithAnOperatorThatIsNotKnownSelectsNothing() {
    MigrationPlan plan =
        read(
            "spec: {selector: {matchExpressions: [{key: a, operator: Matches, values: [b]}]}}",
            MigrationPlan.class);

    assertThat(plan.getSpec().selector().selects(Map.of("a", "b"))).isFalse();
  }

  @Test
  void aMigrationInStatesOfALaterReleaseIsRead() {
    WorkloadMigration migration =
        read(
            """
            spec:
              workload: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: db}
              stage: Enforce
            status:
              phase: Handed
              trial:
                key: abc
                verdict: Doubtful
                attempts: [{number: 0, role: Twin, outcome: Slow}]
            """,
            WorkloadMigration.class);

    assertThat(migration.getSpec().stage()).isEqualTo(Mode.Propose);
    assertThat(migration.getSpec().workload().kind()).isEqualTo("Rollout");
    assertThat(migration.getStatus().trial().attempts().get(0).outcome()).isNull();
  }

  private static <T> T reread(Object object, Class<T> type) {
    return SERIALIZATION.unmarshal(SERIALIZATION.asJson(object), type);
  }

  private static <T> T read(String body, Class<T> type) {
    String head =
        "apiVersion: unroot.dev/v1alpha1\nkind: "
            + type.getSimpleName()
            + "\nmetadata: {name: sample, namespace: shop}\n";
    return SERIALIZATION.unmarshal(head + body, type);
  }
}
