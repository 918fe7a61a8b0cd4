package dev.unroot.operator.trial.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.ListeningPort;
import dev.unroot.engine.evidence.ListeningPort.Protocol;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ProcessIdentity;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.Samples;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialRecordsTest {
  private static final Knowledge NOTHING = Knowledge.of(ImageFacts.none());

  static Stream<Failure> failuresThatTeach() {
    return Stream.of(
        new Failure.PathNotWritable("server", "/var/lib/x", false, "a line"),
        new Failure.PathNotWritable("server", "/var/lib/x", true, "a line"),
        new Failure.PortNotPermitted("server", 80, "a line"),
        new Failure.ExecNotPermitted("server", "a line"),
        new Failure.OperationNotPermitted("server", "chown", Optional.of("/data"), "a line"),
        new Failure.RequiresRoot("server", "a line"),
        new Failure.UnknownUser("server", "a line"),
        new Failure.HomeNotWritable("server", Optional.empty(), "a line"),
        new Failure.HomeNotWritable("server", Optional.of("/.cache"), "a line"),
        new Failure.ImageUserRefused("server", "a line"));
  }

  @ParameterizedTest
  @MethodSource("failuresThatTeach")
  void aFailureIsReadBackAsItWasWritten(Failure failure) {
    assertThat(learned(TrialRecords.evidence(failure))).containsExactly(failure);
  }

  @Test
  void anUnexplainedFailureIsWrittenAndTeachesNothing() {
    Evidence evidence = TrialRecords.evidence(new Failure.Unexplained("server", "segfault"));

    assertThat(evidence).isEqualTo(new Evidence("server", "Unexplained", null, "segfault"));
    assertThat(learned(evidence)).hasOnlyElementsOfType(Failure.Unexplained.class);
  }

  @Test
  void anObservationIsReadBackAsItWasWritten() {
    Observation observation =
        new Observation(
            "server",
            List.of(new ProcessIdentity(0, 0, "nginx"), new ProcessIdentity(33, 34, "nginx")),
            List.of(new ListeningPort(Protocol.UDP, 53), new ListeningPort(Protocol.TCP, 80)));

    assertThat(TrialRecords.observation(TrialRecords.observed(observation))).isEqualTo(observation);
  }

  @Test
  void ofManyUsersSomeAreEnough() {
    Observation observation =
        new Observation(
            "server",
            LongStream.range(0, 32).mapToObj(uid -> new ProcessIdentity(uid, uid, "p")).toList(),
            List.of());

    assertThat(TrialRecords.observed(observation).users()).hasSize(8);
  }

  @Test
  void atMostSixteenFailuresOfAnAttemptAreWritten() {
    List<Failure> many =
        Collections.nCopies(100, new Failure.RequiresRoot("server", "must be root"));

    assertThat(TrialRecords.evidence(many)).hasSize(16);
  }

  @Test
  void aPathThatNoRealProgramWritesToIsNotRecorded() {
    Evidence evidence =
        TrialRecords.evidence(
            new Failure.PathNotWritable("server", "/var/lib/" + "x".repeat(400), true, "a line"));

    assertThat(evidence).isEqualTo(new Evidence("server", "Unexplained", null, "a line"));
  }

  @Test
  void whatTheControlFailedOnIsNoReasonForARemedy() {
    TrialStatus trial =
        trial(
            """
            - number: 0
              role: Control
              outcome: Failed
              evidence: [{container: server, kind: RequiresRoot, line: must be root}]
            """);

    assertThat(knowledge(trial).failures()).isEmpty();
  }

  @Test
  void whatWasSeenOfACandidateIsNoReasonForARemedy() {
    TrialStatus trial =
        trial(
            """
            - number: 1
              role: Candidate
              outcome: Healthy
              observed: [{container: server, users: [{uid: 5, gid: 5, command: x}]}]
            """);

    assertThat(knowledge(trial).observations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{container: server, kind: KindOfTomorrow, subject: x, line: y}",
        "{container: server, kind: PortNotPermitted, subject: eighty, line: y}",
        "{container: server, kind: PortNotPermitted, subject: \"-1\", line: y}",
        "{container: server, kind: PortNotPermitted, subject: \"99999999999\", line: y}",
        "{container: server, kind: PortNotPermitted, line: y}"
      })
  void evidenceThatDoesNotFitExplainsNothing(String evidence) {
    TrialStatus trial =
        trial("- {number: 1, role: Candidate, outcome: Failed, evidence: [" + evidence + "]}");

    assertThat(TrialRecords.failures(trial.attempts().get(0)))
        .hasOnlyElementsOfType(Failure.Unexplained.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "80", "80/sctp", "800000/tcp", "80/tcp; reboot", ""})
  void aPortThatDoesNotFitIsPassedOver(String port) {
    assertThat(
            TrialRecords.observation(new ObservedContainer("server", List.of(), List.of(port)))
                .ports())
        .isEmpty();
  }

  @Test
  void aRecordAsTrialsWriteItIsWhole() {
    assertThat(TrialRecords.isWhole(trial(CONTROL + CANDIDATE))).isTrue();
    assertThat(TrialRecords.isWhole(new TrialStatus("key", null, List.of()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- {number: 1, role: Control, pod: p, outcome: Running, startedAt: \"2026-03-01T10:00:00Z\"}",
        "- {number: 0, role: Candidate, pod: p, outcome: Running, startedAt: \"2026-03-01T10:00:00Z\"}",
        "- {number: 0, role: Control, outcome: Running, startedAt: \"2026-03-01T10:00:00Z\"}",
        "- {number: 0, role: Control, pod: p, startedAt: \"2026-03-01T10:00:00Z\"}",
        "- {number: 0, pod: p, outcome: Running, startedAt: \"2026-03-01T10:00:00Z\"}",
        "- {number: 0, role: Control, pod: p, outcome: Running}",
        "- {number: 0, role: Control, pod: p, outcome: Running, startedAt: yesterday}",
        "- {number: 0, role: Control, pod: p, outcome: Failed, startedAt: \"2026-03-01T10:00:00Z\","
            + " evidence: [{line: no kind}]}",
        "- {number: 0, role: Control, pod: p, outcome: Failed, startedAt: \"2026-03-01T10:00:00Z\","
            + " evidence: [{kind: RequiresRoot}]}",
        "- {number: 0, role: Control, pod: p, outcome: Healthy, startedAt: \"2026-03-01T10:00:00Z\","
            + " observed: [{users: []}]}",
        "- {number: 0, role: Control, pod: p, outcome: Healthy, startedAt: \"2026-03-01T10:00:00Z\","
            + " observed: [{container: server, users: [{uid: -1, gid: 0, command: x}]}]}",
        "- {number: 0, role: Control, pod: p, outcome: Healthy, startedAt: \"2026-03-01T10:00:00Z\","
            + " observed: [{container: server, users: [{uid: 1, gid: 0}]}]}"
      })
  void aRecordThatSomebodySpoiltIsNotWhole(String attempts) {
    assertThat(TrialRecords.isWhole(trial(attempts))).isFalse();
  }

  @Test
  void aVerdictThatNothingLedToIsNotWhole() {
    assertThat(TrialRecords.isWhole(read("key: k\nverdict: Verified\n"))).isFalse();
    assertThat(TrialRecords.isWhole(read("key: k\nverdict: Failed\n"))).isFalse();
    assertThat(TrialRecords.isWhole(read("key: k\nverdict: Verified\nattempts:\n" + CONTROL)))
        .isFalse();
  }

  private static final String CONTROL =
      "- {number: 0, role: Control, pod: p, outcome: Healthy,"
          + " startedAt: \"2026-03-01T10:00:00Z\"}\n";
  private static final String CANDIDATE =
      "- {number: 1, role: Candidate, pod: q, outcome: Running,"
          + " startedAt: \"2026-03-01T10:01:00Z\"}\n";

  private static Knowledge knowledge(TrialStatus trial) {
    return TrialRecords.knowledge(Samples.web().template(), Samples.TARGET, NOTHING, trial);
  }

  private static List<Failure> learned(Evidence evidence) {
    TrialStatus trial =
        trial(
            "- {number: 1, role: Candidate, outcome: Failed, evidence: ["
                + Samples.SERIALIZATION.asJson(evidence)
                + "]}");
    return TrialRecords.failures(trial.attempts().get(0));
  }

  private static TrialStatus trial(String attempts) {
    return read("key: key\nattempts:\n" + attempts);
  }

  private static TrialStatus read(String yaml) {
    return Samples.SERIALIZATION.unmarshal(yaml, TrialStatus.class);
  }
}
