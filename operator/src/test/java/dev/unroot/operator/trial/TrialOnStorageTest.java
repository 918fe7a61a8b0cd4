package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.EarlierOwner;
import dev.unroot.api.v1alpha1.OwnedFiles;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.storage.VolumeSetUp;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A server that writes its volume as whoever it is: 33, or root, which gives the volume to 33. */
class TrialOnStorageTest {
  private static final Workload NAMED = claiming("persistentVolumeClaim: {claimName: web}");
  private static final Workload PER_POD = claiming("ephemeral: {volumeClaimTemplate: {}}");

  private static final Workload ROOT =
      claiming("persistentVolumeClaim: {claimName: web}", "runAsUser: 0");

  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, TrialOnStorageTest::writes);

  @Test
  void aClaimThatHasItsDataIsProvedOnThemAndTheEmptyCaseIsTold() {
    cluster.leaveTo(33);

    TrialStatus trial = new SimulatedOperator(cluster, clock, NAMED).finish();

    assertThat(history(trial)).containsExactly("Empty Healthy", "AsLeft Healthy", "Empty Failed");
    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.provedBy()).isEqualTo(2);
  }

  @Test
  void aVolumeThatEachPodGetsAnewIsGivenToAGroup() {
    cluster.leaveTo(33);
    cluster.heedGroups();

    TrialStatus trial = new SimulatedOperator(cluster, clock, PER_POD).finish();

    assertThat(history(trial))
        .containsExactly(
            "Empty Healthy", "AsLeft Healthy", "Empty Failed", "AsLeft Healthy", "Empty Healthy");
    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts().get(3).remedies()).anyMatch(r -> r.contains("fsGroup = 33"));
  }

  @Test
  void whereStorageHeedsNoGroupTheWorkloadStaysRoot() {
    cluster.leaveTo(33);

    TrialStatus trial = new SimulatedOperator(cluster, clock, PER_POD).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    Pod last = lastPod(trial);
    assertThat(SimulatedCluster.user(last)).isZero();
  }

  @Test
  void whomItBelongedToBeforeItWasGivenAwayIsOnRecord() {
    SimulatedCluster node = new SimulatedCluster(clock, TrialOnStorageTest::writesWhatIsGiven);
    node.leaveTo(44);

    TrialStatus trial = new SimulatedOperator(node, clock, ROOT).finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.earlierOwners())
        .containsExactly(
            new EarlierOwner("data", null, 44, 0, "0755", List.of(new OwnedFiles(0, 0, 3)), true));
  }

  @Test
  void noTrialPodMountsAClaimThatCanBeWritten() {
    cluster.leaveTo(33);
    SimulatedOperator operator = new SimulatedOperator(cluster, clock, NAMED);
    for (int number = 0; number < 3; number++) {
      Pod pod = cluster.pods().get(operator.untilPod(number));
      assertThat(pod.getSpec().getVolumes())
          .allSatisfy(volume -> assertThat(volume.getPersistentVolumeClaim()).isNull());
    }
  }

  @Test
  void killedAfterAnyWriteItEndsTheSame() {
    cluster.leaveTo(33);
    cluster.heedGroups();
    TrialStatus expected = new SimulatedOperator(cluster, clock, PER_POD).finish();

    for (int write = 1; write <= cluster.writes(); write++) {
      MovingClock time = new MovingClock();
      SimulatedCluster again = new SimulatedCluster(time, TrialOnStorageTest::writes);
      again.leaveTo(33);
      again.heedGroups();
      again.killAfter(write);
      SimulatedOperator operator = new SimulatedOperator(again, time, PER_POD);
      assertThatThrownBy(operator::finish).isInstanceOf(SimulatedCluster.Killed.class);
      time.advance(Duration.ofSeconds(5));
      operator.restart();

      assertThat(history(operator.finish()))
          .as("killed after write %s", write)
          .isEqualTo(history(expected));
      assertThat(again.pods()).as("killed after write %s", write).isEmpty();
    }
  }

  private Pod lastPod(TrialStatus trial) {
    SimulatedCluster other = new SimulatedCluster(new MovingClock(), TrialOnStorageTest::writes);
    other.leaveTo(33);
    SimulatedOperator operator = new SimulatedOperator(other, new MovingClock(), PER_POD);
    return other.pods().get(operator.untilPod(trial.attempts().size() - 1));
  }

  private static List<String> history(TrialStatus trial) {
    return trial.attempts().stream()
        .map(TrialOnStorageTest::line)
        .collect(Collectors.toUnmodifiableList());
  }

  private static String line(TrialAttempt attempt) {
    return attempt.volumes()
        + " "
        + (attempt.outcome() == AttemptOutcome.Healthy ? "Healthy" : attempt.outcome());
  }

  /** Nothing where it may write its volume. */
  private static String writes(Pod pod) {
    long user = SimulatedCluster.user(pod);
    Optional<List<String>> prepared =
        pod.getSpec().getInitContainers().stream()
            .filter(container -> container.getName().equals(VolumeSetUp.CONTAINER))
            .map(Container::getCommand)
            .findFirst();
    if (user == 0 || prepared.isEmpty()) {
      return "";
    }
    List<String> directory = prepared.get().subList(4, 8);
    PodSecurityContext context = pod.getSpec().getSecurityContext();
    boolean owns = directory.get(1).equals(Long.toString(user));
    boolean ofGroup =
        context != null
            && context.getFsGroup() != null
            && directory.get(2).equals(context.getFsGroup().toString());
    return owns || ofGroup ? "" : "cannot create the journal";
  }

  /** As on storage that heeds no group. */
  private static String writesWhatIsGiven(Pod pod) {
    boolean given =
        pod.getSpec().getInitContainers().stream()
            .anyMatch(container -> container.getName().equals("unroot-server-owners"));
    return given || SimulatedCluster.user(pod) == 0 ? "" : "open /data/x: Permission denied";
  }

  private static Workload claiming(String source) {
    return claiming(source, "");
  }

  private static Workload claiming(String source, String securityContext) {
    return Samples.workload(
        "web",
        """
        containers:
        - name: server
          image: example/server:1
          ports: [{containerPort: 80}]
          volumeMounts: [{name: data, mountPath: /data}]
        volumes: [{name: data, %s}]
        securityContext: {%s}
        """
            .formatted(source, securityContext));
  }
}
