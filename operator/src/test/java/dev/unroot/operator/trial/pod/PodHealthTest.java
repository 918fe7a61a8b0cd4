package dev.unroot.operator.trial.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.operator.Samples;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses are as the kubelet and the scheduler write them. */
class PodHealthTest {
  @Test
  void aPodWithoutStatusIsStarting() {
    Pod pod = pod("phase: Pending");
    pod.setStatus(null);

    assertThat(PodHealth.of(pod, false)).isEqualTo(new PodHealth.Starting("was just made", false));
  }

  @Test
  void aPodThatIsBeingPulledIsStarting() {
    assertThat(
            health(
                """
                phase: Pending
                containerStatuses:
                - {name: server, ready: false, state: {waiting: {reason: ContainerCreating}}}
                """))
        .isEqualTo(new PodHealth.Starting("is starting", true));
  }

  @Test
  void aPodThatNoNodeTakesIsStartingAndNotScheduled() {
    assertThat(
            health(
                """
                phase: Pending
                conditions:
                - type: PodScheduled
                  status: "False"
                  reason: Unschedulable
                  message: "0/3 nodes are available: 3 Insufficient cpu."
                """))
        .isEqualTo(
            new PodHealth.Starting(
                "cannot be scheduled: 0/3 nodes are available: 3 Insufficient cpu.", false));
  }

  @Test
  void aPodWhoseContainersRunAndAreReadyIsRunningSinceTheLastOfThemStarted() {
    assertThat(
            health(
                """
                phase: Running
                containerStatuses:
                - {name: server, ready: true, state: {running: {startedAt: "2026-03-01T10:00:05Z"}}}
                """))
        .isEqualTo(new PodHealth.Running(Instant.parse("2026-03-01T10:00:05Z")));
  }

  @Test
  void aPodIsRunningOnlySinceItBecameReady() {
    assertThat(
            health(
                """
                phase: Running
                conditions:
                - {type: ContainersReady, status: "True", lastTransitionTime: "2026-03-01T10:00:20Z"}
                containerStatuses:
                - {name: server, ready: true, state: {running: {startedAt: "2026-03-01T10:00:05Z"}}}
                """))
        .isEqualTo(new PodHealth.Running(Instant.parse("2026-03-01T10:00:20Z")));
  }

  @Test
  void aReadinessFromBeforeTheLastStartDoesNotCount() {
    assertThat(
            health(
                """
                phase: Running
                conditions:
                - {type: ContainersReady, status: "True", lastTransitionTime: "2026-03-01T10:00:01Z"}
                containerStatuses:
                - {name: server, ready: true, state: {running: {startedAt: "2026-03-01T10:00:05Z"}}}
                """))
        .isEqualTo(new PodHealth.Running(Instant.parse("2026-03-01T10:00:05Z")));
  }

  @Test
  void aPodThatRunsAndIsNotReadyIsStarting() {
    assertThat(
            health(
                """
                phase: Running
                containerStatuses:
                - {name: server, ready: false, state: {running: {startedAt: "2026-03-01T10:00:05Z"}}}
                """))
        .isEqualTo(new PodHealth.Starting("runs but is not ready", true));
  }

  @Test
  void aPodOfWhichOnlyOneContainerRunsIsStarting() {
    Pod two =
        pod(
            """
            phase: Running
            containerStatuses:
            - {name: server, ready: true, state: {running: {startedAt: "2026-03-01T10:00:05Z"}}}
            """);
    two.getSpec().getContainers().add(two.getSpec().getContainers().get(0));

    assertThat(PodHealth.of(two, false)).isEqualTo(new PodHealth.Starting("is starting", true));
  }

  @ParameterizedTest
  @CsvSource({
    "0, ended with exit code 0 (Error)",
    "1, ended with exit code 1 (Error)",
    "77, ended with exit code 77 (Error): permission was denied",
    "137, ended with exit code 137 (Error): it was killed (SIGKILL)"
  })
  void aContainerThatEndedFailedWhateverItsExitCode(int code, String said) {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Failed
            containerStatuses:
            - name: server
              state: {terminated: {exitCode: %s, reason: Error, finishedAt: "2026-03-01T10:00:05Z"}}
            """
                .formatted(code));

    assertThat(failed).isEqualTo(new PodHealth.FailedContainer("server", said, "", true));
  }

  @Test
  void whatAContainerLeftAtItsEndIsKept() {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Failed
            containerStatuses:
            - name: server
              state: {terminated: {exitCode: 1, reason: Error, message: "no database"}}
            """);

    assertThat(failed.lastWords()).isEqualTo("no database");
  }

  @Test
  void aContainerThatHadTooLittleMemorySaysNothingOfItsUser() {
    assertThat(
            health(
                """
                phase: Failed
                containerStatuses:
                - name: server
                  state: {terminated: {exitCode: 137, reason: OOMKilled}}
                """))
        .isEqualTo(new PodHealth.Unstartable("server ran out of memory (OOMKilled)"));
  }

  @Test
  void anInitContainerThatEndedWellDidNotFail() {
    assertThat(
            health(
                """
                phase: Pending
                initContainerStatuses:
                - name: setup
                  state: {terminated: {exitCode: 0, reason: Completed}}
                """))
        .isInstanceOf(PodHealth.Starting.class);
  }

  @Test
  void anInitContainerThatEndedBadlyFailed() {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Failed
            initContainerStatuses:
            - name: setup
              state: {terminated: {exitCode: 1, reason: Error}}
            containerStatuses:
            - {name: server, state: {waiting: {reason: PodInitializing}}}
            """);

    assertThat(failed.name()).isEqualTo("setup");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ImagePullBackOff",
        "InvalidImageName",
        "ErrImageNeverPull",
        "ImageInspectError",
        "RegistryUnavailable",
        "SignatureValidationFailed"
      })
  void anImageThatCannotBePulledSaysNothingOfTheTemplate(String reason) {
    assertThat(
            health(
                """
                phase: Pending
                containerStatuses:
                - {name: server, image: "example/server:1", state: {waiting: {reason: %s}}}
                """
                    .formatted(reason)))
        .isEqualTo(new PodHealth.Unstartable("cannot pull the image of server: example/server:1"));
  }

  @Test
  void aFirstFailedPullMayStillMend() {
    assertThat(
            health(
                """
                phase: Pending
                containerStatuses:
                - {name: server, image: "example/server:1", state: {waiting: {reason: ErrImagePull}}}
                """))
        .isInstanceOf(PodHealth.Starting.class);
  }

  @Test
  void aNamedUserThatCannotBeCheckedIsAFailureWithoutLog() {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Pending
            containerStatuses:
            - name: server
              state:
                waiting:
                  reason: CreateContainerConfigError
                  message: "container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root"
            """);

    assertThat(failed.hasLog()).isFalse();
    assertThat(failed.said())
        .startsWith("CreateContainerConfigError: container has runAsNonRoot")
        .contains("non-numeric user (app)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CreateContainerError", "RunContainerError"})
  void aContainerThatTheRuntimeRefusesFailed(String reason) {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Pending
            containerStatuses:
            - {name: server, state: {waiting: {reason: %s, message: "no such device"}}}
            """
                .formatted(reason));

    assertThat(failed)
        .isEqualTo(new PodHealth.FailedContainer("server", reason + ": no such device", "", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"StartError", "ContainerCannotRun"})
  void aProgramThatCouldNotBeExecutedHasNoLogButAMessage(String reason) {
    PodHealth.FailedContainer failed =
        failed(
            """
            phase: Failed
            containerStatuses:
            - name: server
              state:
                terminated:
                  exitCode: 128
                  reason: %s
                  message: 'exec: "/bin/server": operation not permitted'
            """
                .formatted(reason));

    assertThat(failed.hasLog()).isFalse();
    assertThat(failed.failures(FailureTable.builtIn()))
        .singleElement()
        .isInstanceOf(Failure.ExecNotPermitted.class);
  }

  @Test
  void anEvictedPodSaysNothingOfItsContainers() {
    assertThat(
            health(
                """
                phase: Failed
                reason: Evicted
                message: "The node was low on resource: memory."
                containerStatuses:
                - {name: server, state: {terminated: {exitCode: 137, reason: Error}}}
                """))
        .isEqualTo(new PodHealth.Unstartable("was ended by the cluster: Evicted"));
  }

  @Test
  void aPodThatOutlivedItsDeadlineUnwatchedSaysNothingOfItsContainers() {
    assertThat(
            health(
                """
                phase: Failed
                reason: DeadlineExceeded
                message: Pod was active on the node longer than the specified deadline
                containerStatuses:
                - {name: server, state: {terminated: {exitCode: 137, reason: Error}}}
                """))
        .isEqualTo(new PodHealth.Unstartable("was ended by the cluster: DeadlineExceeded"));
  }

  @Test
  void aJobCompletesWhenEveryContainerEndedWell() {
    String ended =
        """
        phase: Succeeded
        containerStatuses:
        - {name: server, state: {terminated: {exitCode: 0, reason: Completed}}}
        """;

    assertThat(PodHealth.of(pod(ended), true)).isEqualTo(new PodHealth.Completed());
    assertThat(PodHealth.of(pod(ended), false)).isInstanceOf(PodHealth.Failed.class);
    assertThat(PodHealth.of(pod(ended.replace("exitCode: 0", "exitCode: 3")), true))
        .isInstanceOf(PodHealth.Failed.class);
  }

  private static PodHealth.FailedContainer failed(String status) {
    PodHealth health = health(status);
    assertThat(health).isInstanceOf(PodHealth.Failed.class);
    assertThat(((PodHealth.Failed) health).containers()).hasSize(1);
    return ((PodHealth.Failed) health).containers().get(0);
  }

  private static PodHealth health(String status) {
    return PodHealth.of(pod(status), false);
  }

  private static Pod pod(String status) {
    return Samples.SERIALIZATION.unmarshal(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-trial-0-abcde}
        spec:
          containers:
          - {name: server, image: "example/server:1"}
        status:
        """
            + status.indent(2),
        Pod.class);
  }
}
