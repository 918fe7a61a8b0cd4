package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trial pods that mount clones of what their workload keeps its data on. */
class ClonesTest {
  private static final String SERVER =
      """
      containers:
      - name: server
        image: example/server:1
        volumeMounts:
        - {name: data, mountPath: /data}
      """;
  private static final String WITH_CLAIM =
      SERVER + "volumes: [{name: data, persistentVolumeClaim: {claimName: orders}}]\n";

  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, pod -> "");

  @Test
  void theControlAndTheCandidateEachGetACloneAndTheLastGetsAnEmptyVolume() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts())
        .extracting(TrialAttempt::volumes)
        .containsExactly(TrialVolumes.AsLeft, TrialVolumes.AsLeft, TrialVolumes.Empty);
    assertThat(cluster.claims().made())
        .containsExactly(
            trial.attempts().get(0).pod() + "-data", trial.attempts().get(1).pod() + "-data");
    assertThat(cluster.claims().clones()).isEmpty();
  }

  @Test
  void aCloneIsShapedLikeItsSourceAndGoesWithItsPod() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));

    Pod pod = untilScheduled(operator);

    assertThat(volume(pod).getPersistentVolumeClaim().getClaimName())
        .isEqualTo(pod.getMetadata().getName() + "-data");
    assertThat(volume(pod).getPersistentVolumeClaim().getReadOnly()).isNull();
    PersistentVolumeClaim clone = clone(pod);
    assertThat(clone.getSpec().getDataSource().getKind()).isEqualTo("PersistentVolumeClaim");
    assertThat(clone.getSpec().getDataSource().getName()).isEqualTo("orders");
    assertThat(clone.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(clone.getSpec().getStorageClassName()).isEqualTo("fast");
    assertThat(clone.getSpec().getVolumeMode()).isEqualTo("Filesystem");
    assertThat(clone.getSpec().getVolumeName()).isNull();
    assertThat(clone.getSpec().getResources().getRequests().get("storage")).hasToString("20Gi");
    assertThat(clone.getMetadata().getNamespace()).isEqualTo("shop");
    assertThat(clone.getMetadata().getLabels())
        .containsEntry("unroot.dev/trial", "true")
        .containsEntry("unroot.dev/attempt", "0")
        .doesNotContainKey("app");
    assertThat(clone.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("Pod");
              assertThat(owner.getUid()).isEqualTo(pod.getMetadata().getUid());
            });
  }

  @Test
  void nobodyPreparesOrLooksIntoAClone() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    operator.untilPod(1);

    while (cluster.created().size() < 3) {
      cluster
          .pods()
          .values()
          .forEach(
              pod -> {
                assertThat(pod.getSpec().getInitContainers())
                    .extracting(Container::getName)
                    .isEmpty();
                assertThat(pod.getSpec().getEphemeralContainers())
                    .allSatisfy(o -> assertThat(o.getVolumeMounts()).isEmpty());
              });
      operator.step();
    }
    assertThat(operator.migration().getStatus().trial().attempts().get(0).observed())
        .singleElement()
        .satisfies(seen -> assertThat(seen.volumes()).isEmpty());
  }

  @Test
  void aSetIsClonedFromTheClaimOfItsFirstPod() {
    cluster.claims().keep("data-web-0");

    Pod pod = untilScheduled(cloning(set()));

    assertThat(clone(pod).getSpec().getDataSource().getName()).isEqualTo("data-web-0");
  }

  @Test
  void aClaimThatCannotBeClonedIsNamedWithTheReason() {
    TrialStatus trial = cloning(Samples.workload("web", WITH_CLAIM)).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.provedBy()).isNotNull();
    assertThat(trial.attempts())
        .filteredOn(attempt -> attempt.volumes() == TrialVolumes.AsLeft)
        .isNotEmpty()
        .allSatisfy(
            attempt ->
                assertThat(attempt.message())
                    .startsWith("without a clone of orders, which is not there: healthy: "));
    assertThat(trial.attempts())
        .filteredOn(attempt -> attempt.volumes() == TrialVolumes.Empty)
        .isNotEmpty()
        .allSatisfy(attempt -> assertThat(attempt.message()).startsWith("healthy: "));
  }

  @Test
  void aVolumeThatIsMadeAnewForEachPodHasNothingToClone() {
    cluster.claims().keep("data-web-0");
    String ephemeral = "volumes: [{name: data, ephemeral: {volumeClaimTemplate: {spec: {}}}}]\n";
    SimulatedOperator operator = cloning(Samples.workload("web", SERVER + ephemeral));

    assertThat(volume(cluster.pods().get(operator.untilPod(0))).getEmptyDir()).isNotNull();
  }

  @Test
  void whatCannotBeClonedGetsAStandIn() {
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));

    Pod pod = cluster.pods().get(operator.untilPod(0));

    assertThat(volume(pod).getEmptyDir()).isNotNull();
    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.claims().made()).isEmpty();
  }

  @Test
  void wherePlansDoNotAskForClonesNoneIsMade() {
    cluster.claims().keep("orders");
    SimulatedOperator operator =
        new SimulatedOperator(cluster, clock, Samples.workload("web", WITH_CLAIM));

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.claims().made()).isEmpty();
  }

  @Test
  void whatTheWorkloadMountsReadOnlyIsClonedReadOnly() {
    cluster.claims().keep("orders");
    Workload job =
        job(
            SERVER
                + "volumes: [{name: data, persistentVolumeClaim: {claimName: orders, readOnly: true}}]\n");

    assertThat(volume(untilScheduled(cloning(job))).getPersistentVolumeClaim().getReadOnly())
        .isTrue();
  }

  @Test
  void aPlanThatAsksForClonesHasItsWorkloadTriedAnew() {
    cluster.claims().keep("orders");
    SimulatedOperator operator =
        new SimulatedOperator(cluster, clock, Samples.workload("web", WITH_CLAIM));
    String before = operator.finish().key();

    operator.storage(TrialStorage.Clone);
    TrialStatus trial = operator.finish();

    assertThat(trial.key()).isNotEqualTo(before);
    assertThat(trial.startedAnew()).contains("spec.trial.storage");
    assertThat(cluster.claims().made()).hasSize(2);
  }

  @Test
  void aWorkloadWithoutStorageIsNotTriedAnewForThat() {
    SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());
    operator.finish();
    int pods = cluster.created().size();

    operator.storage(TrialStorage.Clone);

    assertThat(operator.finish().attempts()).allSatisfy(a -> assertThat(a.volumes()).isNull());
    assertThat(cluster.created()).hasSize(pods);
  }

  @Test
  void aPlanThatAsksForNoClonesAnyMoreLeavesNoPodWaiting() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    operator.untilPod(0);

    operator.storage(TrialStorage.StandIn);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.claims().clones()).isEmpty();
  }

  // What goes wrong

  @ParameterizedTest
  @EnumSource(TrialNetwork.class)
  void aCloneThatIsNeverBoundIsNamedAndSaysNothingOfTheCandidate(TrialNetwork network) {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    operator.network(network);
    operator.untilPod(0);
    while (operator.migration().getStatus().trial().attempts().size() < 2) {
      operator.step();
    }
    cluster.claims().neverBind();

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    TrialAttempt candidate = trial.attempts().get(1);
    assertThat(candidate.outcome()).isEqualTo(AttemptOutcome.Inconclusive);
    assertThat(candidate.evidence()).isEmpty();
    assertThat(candidate.message())
        .startsWith("not healthy within 1m: its clone " + candidate.pod() + "-data is Pending; ")
        .endsWith("pod has unbound immediate PersistentVolumeClaims");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aPodWhoseCloneCannotBeMountedSaysNothingOfTheTemplate() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    Pod pod = untilScheduled(operator);
    pod.getStatus()
        .getContainerStatuses()
        .get(0)
        .setState(
            Samples.SERIALIZATION.unmarshal(
                "waiting: {reason: ContainerCreating}", ContainerState.class));

    TrialStatus trial = operator.finish();

    assertThat(trial.attempts().get(0).outcome()).isEqualTo(AttemptOutcome.Inconclusive);
    assertThat(trial.attempts().get(0).message()).contains("-data is Bound; is starting");
  }

  @Test
  void aCloneThatAQuotaRefusesIsInconclusiveAndSaysSo() {
    cluster.claims().keep("orders");
    cluster.claims().refuse(answer(403, "claims \"x\" is forbidden: exceeded quota: storage"));

    TrialStatus trial = cloning(Samples.workload("web", WITH_CLAIM)).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts().get(0).message())
        .startsWith("the cluster refused a clone of the claim orders: ")
        .contains("exceeded quota");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aMissingRightToMakeClaimsIsNotTheTrialsToDecide() {
    cluster.claims().keep("orders");
    KubernetesClientException answer =
        answer(403, "User \"op\" cannot create resource \"persistentvolumeclaims\" in API group");
    cluster.claims().refuse(answer);

    assertThatThrownBy(cloning(Samples.workload("web", WITH_CLAIM))::finish).isSameAs(answer);
  }

  @Test
  void aSourceThatIsGoneEndsTheAttempt() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    operator.untilPod(0);
    cluster.claims().drop("orders");

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts().get(0).message())
        .isEqualTo("the claim orders cannot be cloned any more: it is not there");
  }

  @Test
  void theCloneOfAnEarlierPodOfThatNameIsNotTakenForItsOwn() {
    cluster.claims().keep("orders");
    SimulatedOperator operator = cloning(Samples.workload("web", WITH_CLAIM));
    String pod = operator.untilPod(0);
    cluster.pods().remove(pod);
    cluster
        .claims()
        .put(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(pod + "-data")
                .withNamespace("shop")
                .endMetadata()
                .build());

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts().get(0).message())
        .isEqualTo("the claim " + pod + "-data was not made for it");
  }

  @Test
  void killedAfterAnyWriteItEndsWithTheSameVerdictAndClones() {
    cluster.claims().keep("orders");
    TrialStatus expected = cloning(Samples.workload("web", WITH_CLAIM)).finish();
    assertThat(cluster.writes()).isGreaterThan(10);

    for (int write = 1; write <= cluster.writes(); write++) {
      MovingClock time = new MovingClock();
      SimulatedCluster killing = new SimulatedCluster(time, pod -> "");
      killing.claims().keep("orders");
      killing.killAfter(write);
      SimulatedOperator killed =
          new SimulatedOperator(killing, time, Samples.workload("web", WITH_CLAIM));
      killed.storage(TrialStorage.Clone);
      assertThatThrownBy(killed::finish).isInstanceOf(SimulatedCluster.Killed.class);
      time.advance(Duration.ofSeconds(5));
      killed.restart();

      TrialStatus trial = killed.finish();

      assertThat(trial.verdict()).as("killed after write %s", write).isEqualTo(expected.verdict());
      assertThat(killing.claims().made())
          .as("killed after write %s", write)
          .isEqualTo(cluster.claims().made());
      assertThat(killing.claims().clones()).isEmpty();
      assertThat(killing.pods()).isEmpty();
    }
  }

  @Test
  void theLongestNamesMakeANameThatAClaimMayHave() {
    String name = "w".repeat(253);
    String volume = "d".repeat(63);
    cluster.claims().keep("orders");
    SimulatedOperator operator =
        cloning(Samples.workload(name, WITH_CLAIM.replace("name: data", "name: " + volume)));

    Pod pod = untilScheduled(operator);

    assertThat(cluster.claims().made())
        .singleElement()
        .satisfies(clone -> assertThat(clone).startsWith(pod.getMetadata().getName()))
        .satisfies(clone -> assertThat(clone.length()).isLessThanOrEqualTo(253));
  }

  private SimulatedOperator cloning(Workload workload) {
    SimulatedOperator operator = new SimulatedOperator(cluster, clock, workload);
    operator.storage(TrialStorage.Clone);
    return operator;
  }

  /** The pod of the control, once it has its clone. */
  private Pod untilScheduled(SimulatedOperator operator) {
    String pod = operator.untilPod(0);
    assertThat(cluster.pods().get(pod).getSpec().getNodeName()).isNull();
    while (cluster.claims().made().isEmpty()) {
      operator.step();
    }
    return cluster.pods().get(pod);
  }

  private PersistentVolumeClaim clone(Pod pod) {
    Map<String, PersistentVolumeClaim> clones = cluster.claims().clones();
    return clones.get(pod.getMetadata().getName() + "-data");
  }

  private static Volume volume(Pod pod) {
    List<Volume> volumes = pod.getSpec().getVolumes();
    assertThat(volumes).hasSize(1);
    return volumes.get(0);
  }

  private static Workload set() {
    return read(
        WorkloadKind.STATEFUL_SET,
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: web, namespace: shop}
        spec:
          volumeClaimTemplates: [{metadata: {name: data}, spec: {}}]
          template:
            spec:
        """
            + SERVER.indent(6));
  }

  private static Workload job(String podSpec) {
    return read(
        WorkloadKind.JOB,
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: web, namespace: shop}
        spec:
          template:
            spec:
        """
            + podSpec.indent(6));
  }

  private static Workload read(WorkloadKind kind, String yaml) {
    return Workload.read(
        kind, Fields.of(((Document.Parsed) DocumentReader.read(yaml).get(0)).root()));
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }
}
