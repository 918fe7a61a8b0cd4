package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trial pods whose node does not answer, and observers that never start. */
class LostNodeTest {
  private static final Duration PATIENCE =
      Samples.TRIAL.deadlineDuration().plus(Samples.TRIAL.soakDuration());

  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
  private final SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aPodThatIsDeletedAndNeverEndsIsGivenUp(int attempt) {
    cluster.terminate(operator.untilPod(attempt));

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts().get(attempt).message())
        .isEqualTo("its pod was deleted and does not end");
    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .isLessThan(PATIENCE.multipliedBy(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 500, 503, 404})
  void whereItsNodeGivesNoLogTheTrialCannotTell(int code) {
    operator.untilPod(3);
    cluster.refuseLogs(answer(code, code == 404 ? "nodes" : null, "no route to host"));

    TrialStatus trial = finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts().get(3).message())
        .isEqualTo("its node does not answer: no route to host");
    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .as("it may come back")
        .isGreaterThan(PATIENCE);
  }

  @Test
  void aMissingRightToReadLogsIsNotTheTrialsToDecide() {
    operator.untilPod(3);
    KubernetesClientException answer = answer(403, "pods", "cannot get resource \"pods/log\"");
    cluster.refuseLogs(answer);
    clock.advance(PATIENCE.multipliedBy(2));

    assertThatThrownBy(operator::finish).isSameAs(answer);
  }

  @Test
  void anObserverThatCannotBePulledCostsNoTime() {
    cluster.observersWaitFor("ErrImagePull");

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts().get(0).message()).contains("cannot be started: ErrImagePull");
    assertThat(Duration.between(new MovingClock().instant(), clock.instant()))
        .isLessThan(Samples.TRIAL.deadlineDuration());
  }

  @Test
  void anObserverThatIsBeingPulledForeverCostsTheDeadlineAndNoMore() {
    cluster.observersWaitFor("ContainerCreating");

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.attempts().get(0).message())
        .endsWith("the observer's image example/busybox:1 was not there in time");
  }

  /** Tries again as the reconciler does. */
  private TrialStatus finish() {
    for (int tries = 0; tries < 1000; tries++) {
      try {
        return operator.finish();
      } catch (KubernetesClientException e) {
        clock.advance(Duration.ofSeconds(5));
      }
    }
    throw new AssertionError("it never ends");
  }

  private static KubernetesClientException answer(int code, String kind, String message) {
    return new KubernetesClientException(
        new StatusBuilder()
            .withCode(code)
            .withMessage(message)
            .withNewDetails()
            .withKind(kind)
            .endDetails()
            .build());
  }
}
