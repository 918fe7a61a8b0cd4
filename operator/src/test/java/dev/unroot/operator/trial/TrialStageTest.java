package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.record.OwnPods;
import dev.unroot.operator.trial.record.ProofKey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialStageTest {
  private final MovingClock clock = new MovingClock();

  @Test
  void aServerAsRootOnALowPortIsLedToACandidateThatRuns() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(outcomes(trial)).isEqualTo("Healthy Failed Failed Healthy");
    assertThat(trial.attempts().get(1).message())
        .isEqualTo("server could not write /var/lib/nginx/body");
    assertThat(trial.attempts().get(2).message())
        .isEqualTo("server could not write /run/nginx.pid");
    assertThat(cluster.pods()).isEmpty();
    assertThat(cluster.created()).hasSize(4);
  }

  @Test
  void aTrialIsDoneWithinItsSoakTimesAndALittle() {
    operator(new SimulatedCluster(clock, TrialStageTest::nginx)).finish();

    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, -6})
  void aTrialTakesNoLongerWhereTheClocksOfNodesAreHoursAway(long hours) {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.isAhead(Duration.ofHours(hours));

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void atMostOnePodOfAMigrationIsThereAtATime() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);

    for (int step = 0; step < 60; step++) {
      operator.step();
      assertThat(cluster.pods().size()).as("after step %s", step).isLessThanOrEqualTo(1);
    }
    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void aTrialThatIsOverWritesNothingAnyMore() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    operator.finish();
    int writes = cluster.writes();

    operator.step();
    operator.step();

    assertThat(cluster.writes()).isEqualTo(writes);
  }

  @Test
  void killedAfterAnyWriteItEndsWithTheSameVerdictAndLeavesNothing() {
    SimulatedCluster undisturbed = new SimulatedCluster(new MovingClock(), TrialStageTest::nginx);
    TrialStatus expected =
        new SimulatedOperator(undisturbed, new MovingClock(), Samples.web()).finish();
    assertThat(undisturbed.writes()).isGreaterThan(10);

    for (int write = 1; write <= undisturbed.writes(); write++) {
      MovingClock time = new MovingClock();
      SimulatedCluster cluster = new SimulatedCluster(time, TrialStageTest::nginx);
      cluster.killAfter(write);
      SimulatedOperator operator = new SimulatedOperator(cluster, time, Samples.web());
      assertThatThrownBy(operator::finish).isInstanceOf(SimulatedCluster.Killed.class);
      time.advance(Duration.ofSeconds(5));
      operator.restart();

      TrialStatus trial = operator.finish();

      assertThat(trial.verdict()).as("killed after write %s", write).isEqualTo(expected.verdict());
      assertThat(outcomes(trial)).isEqualTo(outcomes(expected));
      assertThat(cluster.pods()).as("killed after write %s", write).isEmpty();
      assertThat(cluster.created()).as("killed after write %s", write).hasSize(4);
    }
  }

  @Test
  void aPodThatSomebodyDeletedIsMadeAgain() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    cluster.pods().remove(operator.untilPod(0));

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.created()).hasSize(5);
  }

  @Test
  void aPodThatIsOnItsWayOutIsNoEvidence() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    String healthyCandidate = operator.untilPod(3);
    cluster.terminate(healthyCandidate);

    operator.step();
    operator.step();
    assertThat(last(operator.migration().getStatus().trial()).outcome())
        .isEqualTo(AttemptOutcome.Running);
    cluster.pods().remove(healthyCandidate);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void aPodThatIsDeletedOverAndOverEndsTheTrialInconclusive() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    operator.untilPod(0);
    TrialStage.Step step = operator.step();
    while (step.recheck().isPresent()) {
      cluster.pods().clear();
      step = operator.step();
    }

    assertThat(step.trial().verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(step.trial()).message()).isEqualTo("its pod was gone when its time was up");
  }

  @Test
  void aPodThatIsNotOwnedByTheMigrationIsNeitherReadNorDeleted() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod foreign =
        new PodBuilder(cluster.pods().get(operator.untilPod(0)))
            .editMetadata()
            .withName("payments-0")
            .withOwnerReferences(List.of())
            .endMetadata()
            .build();
    cluster.pods().put("payments-0", foreign);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.pods()).containsOnlyKeys("payments-0");
  }

  @Test
  void aPodThatTheMigrationOwnsAndDoesNotControlIsNotDeleted() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod foreign =
        new PodBuilder(cluster.pods().get(operator.untilPod(0)))
            .editMetadata()
            .withName("payments-0")
            .editFirstOwnerReference()
            .withController(false)
            .endOwnerReference()
            .endMetadata()
            .build();
    cluster.pods().put("payments-0", foreign);

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(cluster.pods()).containsOnlyKeys("payments-0");
  }

  @Test
  void aTemplateThatChangesInTheMiddleIsTriedFromTheStart() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    String outdated = operator.untilPod(2);
    Workload changed =
        Samples.workload(
            "web",
            """
            containers:
            - name: server
              image: example/server:2
              ports: [{containerPort: 80}]
            """);

    operator.change(changed);
    operator.step();

    assertThat(cluster.pods()).doesNotContainKey(outdated);
    TrialStatus trial = operator.finish();
    assertThat(trial.key())
        .isEqualTo(
            ProofKey.of(changed.template(), Samples.TARGET, Knowledge.of(ImageFacts.none())));
    assertThat(outcomes(trial)).isEqualTo("Healthy Failed Failed Healthy");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aSpoiltStatusIsTriedFromTheStart() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    operator.untilPod(1);
    TrialStatus trial = operator.migration().getStatus().trial();
    operator
        .migration()
        .setStatus(Samples.status(new TrialStatus(trial.key(), TrialVerdict.Verified, List.of())));

    TrialStatus ended = operator.finish();

    assertThat(outcomes(ended)).isEqualTo("Healthy Failed Failed Healthy");
  }

  @Test
  void aControlThatIsNotHealthyProvesNothing() {
    SimulatedCluster cluster = new SimulatedCluster(clock, pod -> "no database\n");

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message())
        .isEqualTo("server ended with exit code 1 (Error): no database");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void anImageThatCannotBePulledProvesNothing() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.cannotPull("example/server:1");

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message())
        .isEqualTo("cannot pull the image of server: example/server:1");
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aPodThatAQuotaRefusesIsInconclusiveAndSaysSo() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.refuse(answer(403, "pods \"web\" is forbidden: exceeded quota: compute"));

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message())
        .isEqualTo(
            "the cluster refused the pod: pods \"web\" is forbidden: exceeded quota: compute");
  }

  @Test
  void whereAdmissionHasNotHeardOfThePlanYetTheTrialWaitsUntilItsDeadline() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.refuse(
        answer(422, "ValidatingAdmissionPolicy 'unroot-trial-needs-a-plan' denied request"));

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .isGreaterThanOrEqualTo(Samples.TRIAL.deadlineDuration());
  }

  @Test
  void aPodThatPodSecurityRefusesIsInconclusiveAndSaysSo() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.refuse(
        answer(403, "pods \"web\" is forbidden: violates PodSecurity \"restricted:latest\""));

    assertThat(last(operator(cluster).finish()).message()).contains("violates PodSecurity");
  }

  @Test
  void aPodThatIsNotValidIsInconclusiveAndSaysSo() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.refuse(answer(422, "Pod \"web\" is invalid: spec.x: Invalid value"));

    assertThat(operator(cluster).finish().verdict()).isEqualTo(TrialVerdict.Inconclusive);
  }

  @Test
  void aMissingRightToMakePodsIsNotTheTrialsToDecide() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    KubernetesClientException answer =
        answer(403, "pods is forbidden: User \"op\" cannot create resource \"pods\" in API group");
    cluster.refuse(answer);

    assertThatThrownBy(operator(cluster)::finish).isSameAs(answer);
  }

  @Test
  void troubleOfTheApiServerIsNotTheTrialsToDecide() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    KubernetesClientException answer = answer(500, "etcd is not there");
    cluster.refuse(answer);

    assertThatThrownBy(operator(cluster)::finish).isSameAs(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admission webhook denied the request: image not allowed",
        "User \"op\" cannot patch resource \"pods/ephemeralcontainers\" in API group"
      })
  void whereNoObserverIsAllowedTheTrialGoesOnUnobservedAndSaysSo(String refusal) {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    cluster.refuseObservers(answer(403, refusal));

    TrialStatus trial = operator(cluster).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts())
        .filteredOn(attempt -> attempt.outcome() == AttemptOutcome.Healthy)
        .hasSizeGreaterThan(1)
        .allSatisfy(
            attempt -> {
              assertThat(attempt.message())
                  .startsWith("healthy: it ran through its soak time; nobody could look into it")
                  .contains("the cluster refused the observer: " + refusal);
              assertThat(attempt.observed()).isEmpty();
              assertThat(
                      Duration.between(
                          Instant.parse(attempt.startedAt()), Instant.parse(attempt.finishedAt())))
                  .isGreaterThanOrEqualTo(Duration.ofSeconds(10));
            });
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aCandidateThatCannotBeObservedAsItsControlWasShowsNothing() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    operator.untilPod(1);
    cluster.refuseObservers(answer(403, "admission webhook denied the request"));

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message()).startsWith("cannot be compared with the control");
  }

  @Test
  void somebodyWhoDebugsATrialPodDoesNotKeepItFromBeingObserved() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    cluster
        .pods()
        .get(operator.untilPod(0))
        .getSpec()
        .getEphemeralContainers()
        .add(new EphemeralContainerBuilder().withName("debugger-x1").build());

    assertThat(operator.finish().verdict()).isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void aPodThatNeverGetsReadyIsLateAndItsLogIsRead() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod candidate = cluster.pods().get(operator.untilPod(3));
    candidate.getStatus().getContainerStatuses().get(0).setReady(false);

    TrialStatus trial = operator.finish();

    assertThat(trial.attempts().get(3).outcome()).isEqualTo(AttemptOutcome.Failed);
    assertThat(trial.attempts().get(3).message())
        .isEqualTo("not healthy within 1m: runs but is not ready");
  }

  @Test
  void aPodThatNoNodeTakesIsLateAndInconclusive() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod control = cluster.pods().get(operator.untilPod(0));
    control.setStatus(
        Samples.SERIALIZATION.unmarshal(
            """
            conditions:
            - {type: PodScheduled, status: "False", reason: Unschedulable, message: no room}
            """,
            PodStatus.class));

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message())
        .isEqualTo("not healthy within 1m: cannot be scheduled: no room");
  }

  @Test
  void anObserverThatNeverEndsIsGivenUpOn() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod control = cluster.pods().get(operator.untilPod(0));
    operator.step();
    control.getStatus().getEphemeralContainerStatuses().clear();

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(last(trial).message()).isEqualTo("the observer did not end in time");
  }

  @Test
  void anObserverWhoseImageCannotBePulledIsNamed() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Pod control = cluster.pods().get(operator.untilPod(0));
    operator.step();
    control.getStatus().getEphemeralContainerStatuses().get(0).getState().setTerminated(null);
    control
        .getStatus()
        .getEphemeralContainerStatuses()
        .get(0)
        .getState()
        .setWaiting(new ContainerStateWaiting("", "ImagePullBackOff"));

    assertThat(operator.finish().attempts().get(0).message())
        .endsWith("the observer's image example/busybox:1 cannot be started: ImagePullBackOff");
  }

  @Test
  void sweepingEndsEveryPodOfTheMigration() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    operator.untilPod(0);

    operator.stage().sweep(operator.migration());

    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void aTrialThatGoesOnIsRecordedAndNoProofYet() {
    SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
    SimulatedOperator operator = operator(cluster);
    Workload web = Samples.web();
    assertThat(
            operator.stage().recorded(operator.migration(), web, Samples.TARGET, OwnPods.unknown()))
        .isEmpty();
    operator.untilPod(1);

    assertThat(
            operator.stage().recorded(operator.migration(), web, Samples.TARGET, OwnPods.unknown()))
        .isPresent();
    assertThat(operator.stage().proof(operator.migration(), web, Samples.TARGET, OwnPods.unknown()))
        .isEmpty();
    operator.finish();
    assertThat(operator.stage().proof(operator.migration(), web, Samples.TARGET, OwnPods.unknown()))
        .contains(operator.migration().getStatus().trial());
  }

  @Test
  void aProofOfAnotherTemplateIsNoProof() {
    SimulatedOperator operator = operator(new SimulatedCluster(clock, TrialStageTest::nginx));
    operator.finish();
    Workload changed =
        Samples.workload("web", "containers:\n- {name: server, image: example/server:2}\n");

    assertThat(
            operator
                .stage()
                .proof(operator.migration(), changed, Samples.TARGET, OwnPods.unknown()))
        .isEmpty();
  }

  /** Debian's nginx as packaged: what it prints before it fails, nothing where it runs. */
  static String nginx(Pod pod) {
    if (SimulatedCluster.user(pod) == 0) {
      return "";
    }
    Container container = pod.getSpec().getContainers().get(0);
    List<String> mounts =
        container.getVolumeMounts().stream().map(VolumeMount::getMountPath).toList();
    if (!mounts.contains("/var/lib/nginx")) {
      return "[emerg] 1#1: mkdir() \"/var/lib/nginx/body\" failed (13: Permission denied)\n";
    }
    if (!mounts.contains("/run")) {
      return "[emerg] 1#1: open() \"/run/nginx.pid\" failed (13: Permission denied)\n";
    }
    boolean open =
        pod.getSpec().getSecurityContext() != null
            && pod.getSpec().getSecurityContext().getSysctls().stream()
                .anyMatch(s -> s.getName().equals("net.ipv4.ip_unprivileged_port_start"));
    return open ? "" : "[emerg] 1#1: bind() to 0.0.0.0:80 failed (13: Permission denied)\n";
  }

  private SimulatedOperator operator(SimulatedCluster cluster) {
    return new SimulatedOperator(cluster, clock, Samples.web());
  }

  private static KubernetesClientException answer(int code, String message) {
    return new KubernetesClientException(
        new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private static String outcomes(TrialStatus trial) {
    return trial.attempts().stream()
        .map(attempt -> attempt.outcome().name())
        .collect(Collectors.joining(" "));
  }

  private static TrialAttempt last(TrialStatus trial) {
    return trial.attempts().get(trial.attempts().size() - 1);
  }
}
