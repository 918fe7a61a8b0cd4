package dev.unroot.operator.trial.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.ObservedUser;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Rung;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialProgressTest {
  private static final List<ObservedContainer> AS_ROOT_AND_33 =
      List.of(
          new ObservedContainer(
              "server",
              List.of(new ObservedUser(0, 0, "server"), new ObservedUser(33, 33, "worker")),
              List.of("80/tcp")));
  private static final List<ObservedContainer> AS_33_ONLY =
      List.of(
          new ObservedContainer(
              "server", List.of(new ObservedUser(33, 33, "server")), List.of("80/tcp")));

  private final MovingClock clock = new MovingClock();
  private final TrialProgress progress =
      new TrialProgress(WorkloadKnowledge.of(Knowledge.of(ImageFacts.none())), clock);
  private final Workload web = Samples.web();

  @Test
  void theControlComesFirst() {
    TrialAttempt first = only(begun(web));

    assertThat(first.role()).isEqualTo(AttemptRole.Control);
    assertThat(first.number()).isZero();
    assertThat(first.outcome()).isEqualTo(AttemptOutcome.Running);
    assertThat(first.remedies()).isEmpty();
    assertThat(first.startedAt()).isEqualTo("2026-03-01T10:00:00Z");
  }

  @Test
  void aHealthyControlLeadsToTheFirstCandidateWithAllItsRemedies() {
    TrialStatus trial = controlHealthy();

    assertThat(trial.verdict()).isNull();
    assertThat(trial.attempts()).hasSize(2);
    TrialAttempt candidate = last(trial);
    assertThat(candidate.role()).isEqualTo(AttemptRole.Candidate);
    assertThat(candidate.remedies())
        .anyMatch(remedy -> remedy.contains("runAsUser = 33") && remedy.contains("observed"))
        .anyMatch(remedy -> remedy.contains("ip_unprivileged_port_start"));
  }

  @Test
  void whatWasSeenOfTheControlIsToldInOneSentence() {
    assertThat(controlHealthy().attempts().get(0).message())
        .isEqualTo("healthy: server runs as 0 and 33 and listens on 80/tcp");
  }

  @Test
  void aControlThatCouldNotTellEndsTheTrialInconclusive() {
    TrialStatus begun = begun(web);

    TrialStatus ended = progress.inconclusive(run(begun), only(begun), "no node has room");

    assertThat(ended.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(only(ended).message()).isEqualTo("no node has room");
  }

  @Test
  void aControlThatFailsEndsTheTrialInconclusive() {
    TrialStatus begun = begun(web);

    TrialStatus ended =
        progress.failed(run(begun), only(begun), List.of(notWritable("/var/lib/server/state")));

    assertThat(ended.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(only(ended).outcome()).isEqualTo(AttemptOutcome.Failed);
  }

  @Test
  void aFailureLeadsToABetterCandidateThatListsOnlyItsNewRemedies() {
    TrialStatus trial = controlHealthy();

    TrialStatus next = failed(trial, notWritable("/var/lib/server/state"));

    assertThat(next.verdict()).isNull();
    assertThat(next.attempts()).hasSize(3);
    assertThat(next.attempts().get(1).outcome()).isEqualTo(AttemptOutcome.Failed);
    assertThat(next.attempts().get(1).message())
        .isEqualTo("server could not write /var/lib/server/state");
    assertThat(last(next).remedies())
        .hasSize(2)
        .allMatch(remedy -> remedy.contains("/var/lib/server") || remedy.contains("emptyDir"));
  }

  @Test
  void theCandidateIsMadeFromWhatTheAttemptsBeforeItTaught() {
    TrialStatus next = failed(controlHealthy(), notWritable("/var/lib/server/state"));

    assertThat(progress.candidate(run(next), 1).after().volumes()).isEmpty();
    assertThat(progress.candidate(run(next), 2).after().volumes()).hasSize(1);
  }

  @Test
  void aFailureThatTeachesNothingNewLeadsToWeakerCandidatesAndThenEndsTheTrialFailed() {
    Evidence segfault = new Evidence("server", "Unexplained", null, "segfault");
    TrialStatus asRoot = failed(controlHealthy(), segfault);
    TrialStatus withDefaults = failed(asRoot, segfault);
    TrialStatus onTheNode = failed(withDefaults, segfault);
    TrialStatus ended = failed(onTheNode, segfault);

    assertThat(progress.candidate(run(asRoot), 2).reach().rung()).isEqualTo(Rung.USER_NAMESPACE);
    assertThat(progress.candidate(run(onTheNode), 4).reach().rung())
        .isEqualTo(Rung.FEWEST_CAPABILITIES);
    assertThat(ended.verdict()).isEqualTo(TrialVerdict.Failed);
    assertThat(ended.provedBy()).isNull();
    assertThat(ended.attempts()).hasSize(5);
    assertThat(last(ended).message()).isEqualTo("server segfault");
  }

  @Test
  void theTrialFailsWhenItsAttemptsAreUsedUp() {
    TrialStatus trial = controlHealthy();
    for (int i = 1; i <= 4; i++) {
      trial = failed(trial, notWritable("/var/lib/a" + i + "/state"));
      assertThat(trial.verdict()).as("after failure %s of 5", i).isNull();
    }

    trial = failed(trial, notWritable("/var/lib/a5/state"));

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Failed);
    assertThat(trial.attempts()).hasSize(6);
  }

  @Test
  void theTrialFailsWhenItsTimeIsUsedUpButForAFirstCandidate() {
    TrialStatus begun = begun(web);
    clock.advance(Duration.ofMinutes(31));
    TrialStatus trial = healthy(run(begun), only(begun), AS_ROOT_AND_33);
    assertThat(trial.verdict()).isNull();
    assertThat(trial.attempts()).hasSize(2);

    trial = failed(trial, notWritable("/var/lib/a/state"));

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Failed);
    assertThat(trial.attempts()).hasSize(2);
  }

  @Test
  void aCandidateThatIsHealthyInTheEndIsProvedHoweverLongItTook() {
    TrialStatus trial = controlHealthy();
    clock.advance(Duration.ofHours(1));

    assertThat(healthy(run(trial), last(trial), AS_33_ONLY).verdict())
        .isEqualTo(TrialVerdict.Verified);
  }

  @Test
  void aHealthyCandidateVerifiesTheProposal() {
    TrialStatus trial = controlHealthy();

    TrialStatus ended = healthy(run(trial), last(trial), AS_33_ONLY);

    assertThat(ended.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(last(ended).observed()).isEqualTo(AS_33_ONLY);
  }

  @Test
  void aHealthyCandidateThatMissesAPortOfTheControlFails() {
    TrialStatus trial = controlHealthy();

    TrialStatus ended =
        healthy(
            run(trial),
            last(trial),
            List.of(
                new ObservedContainer(
                    "server", List.of(new ObservedUser(33, 33, "server")), List.of("8080/tcp"))));

    TrialAttempt candidate = ended.attempts().get(1);
    assertThat(candidate.outcome()).isEqualTo(AttemptOutcome.Failed);
    assertThat(candidate.message())
        .isEqualTo("server does not listen on 80/tcp, as the control does");
  }

  @Test
  void aCandidateOfWhichNothingWasSeenIsNotAsHealthyAsTheControl() {
    TrialStatus trial = controlHealthy();

    TrialStatus ended = healthy(run(trial), last(trial), List.of());

    assertThat(ended.attempts().get(1).outcome()).isEqualTo(AttemptOutcome.Failed);
  }

  @Test
  void aCandidateThatCouldNotTellEndsTheTrialInconclusive() {
    TrialStatus trial = controlHealthy();

    TrialStatus ended = progress.inconclusive(run(trial), last(trial), "was evicted");

    assertThat(ended.verdict()).isEqualTo(TrialVerdict.Inconclusive);
  }

  @Test
  void anEndedAttemptSaysWhenItWasDecided() {
    TrialStatus begun = begun(web);
    clock.advance(Duration.ofMillis(61_500));

    TrialStatus ended = progress.inconclusive(run(begun), only(begun), "whatever");

    assertThat(only(ended).startedAt()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(only(ended).finishedAt()).isEqualTo("2026-03-01T10:01:01Z");
  }

  @Test
  void aTrialOfTheSameTemplateIsCarriedOn() {
    TrialStatus trial = controlHealthy();

    assertThat(progress.current(recorded(web, trial), web, Samples.TARGET)).isEqualTo(trial);
  }

  @Test
  void aChangedTemplateStartsTheTrialAnew() {
    WorkloadMigration migration = recorded(web, controlHealthy());
    Workload changed =
        Samples.workload("web", "containers:\n- {name: server, image: example/server:2}\n");

    TrialStatus anew = progress.current(migration, changed, Samples.TARGET);

    assertThat(anew.attempts()).isEmpty();
    assertThat(anew.verdict()).isNull();
    assertThat(anew.key()).isNotEqualTo(controlHealthy().key());
    assertThat(anew.startedAnew()).contains("the template").endsWith("changed");
  }

  @Test
  void anotherTargetStartsTheTrialAnew() {
    Target baseline = new Target(Level.BASELINE, PolicyVersion.NEWEST_KNOWN, 10001);

    assertThat(progress.current(recorded(web, controlHealthy()), web, baseline).attempts())
        .isEmpty();
  }

  @Test
  void aRecordThatNamesSomebodyElsesPodCountsForNothing() {
    TrialAttempt real = only(begun(web));
    TrialStatus spoilt =
        new TrialStatus(
            begun(web).key(),
            null,
            List.of(
                new TrialAttempt(
                    0,
                    AttemptRole.Control,
                    "payments-0",
                    AttemptOutcome.Running,
                    null,
                    List.of(),
                    List.of(),
                    List.of(),
                    real.startedAt(),
                    null)));

    assertThat(progress.current(recorded(web, spoilt), web, Samples.TARGET).attempts()).isEmpty();
  }

  @Test
  void theSameAttemptAlwaysHasTheSamePod() {
    assertThat(only(begun(web)).pod()).isEqualTo(only(begun(web)).pod());
  }

  @Test
  void attemptsAndTrialsHavePodsOfTheirOwn() {
    TrialStatus trial = controlHealthy();
    Workload changed =
        Samples.workload("web", "containers:\n- {name: server, image: example/server:2}\n");

    assertThat(
            List.of(trial.attempts().get(0).pod(), last(trial).pod(), only(begun(changed)).pod()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "web.v1.shop",
        "a-name-that-is-cut-right-behind-a-hyphen-x-and-goes-on-and-on-and-on-to-the-very-end",
        "a.name.that.is.cut.right.behind.one.dot..and.goes.on.and.on.and.on.to.the.very.end.of.it"
      })
  void aPodsNameIsAValidDnsLabelWhateverTheWorkloadIsCalled(String name) {
    assertThat(only(begun(Samples.web(name))).pod())
        .hasSizeLessThanOrEqualTo(63)
        .matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  }

  @Test
  void longTextsAreCut() {
    TrialStatus begun = begun(web);

    TrialStatus ended = progress.inconclusive(run(begun), only(begun), "x".repeat(5000));

    assertThat(only(ended).message()).hasSize(300).endsWith("...");
  }

  @Test
  void aTalkativeWorkloadRunsOutOfEvidenceAndFails() {
    TrialStatus trial = controlHealthy();
    while (trial.verdict() == null) {
      int number = last(trial).number();
      Evidence[] all =
          IntStream.range(0, 16)
              .mapToObj(i -> notWritable("/var/lib/n" + number + "x" + i + "/state"))
              .toArray(Evidence[]::new);
      trial = failed(trial, all);
    }

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Failed);
    assertThat(trial.attempts().stream().mapToInt(a -> a.evidence().size()).sum()).isEqualTo(32);
    assertThat(trial.attempts()).hasSize(4);
  }

  private TrialStatus begun(Workload workload) {
    TrialStatus none =
        progress.current(Samples.migration(workload, Mode.Trial), workload, Samples.TARGET);
    return progress.next(
        new TrialRun(Samples.migration(workload, Mode.Trial), workload, Samples.TARGET, none));
  }

  private TrialStatus controlHealthy() {
    TrialStatus begun = begun(web);
    return healthy(run(begun), only(begun), AS_ROOT_AND_33);
  }

  private TrialStatus failed(TrialStatus trial, Evidence... evidence) {
    return progress.failed(run(trial), last(trial), List.of(evidence));
  }

  private TrialRun run(TrialStatus trial) {
    return new TrialRun(Samples.migration(web, Mode.Trial), web, Samples.TARGET, trial);
  }

  private static WorkloadMigration recorded(Workload workload, TrialStatus trial) {
    WorkloadMigration migration = Samples.migration(workload, Mode.Trial);
    migration.setStatus(Samples.status(trial));
    return migration;
  }

  private static Evidence notWritable(String path) {
    return new Evidence("server", "PathNotWritable", path, "open " + path + ": Permission denied");
  }

  private static TrialAttempt only(TrialStatus trial) {
    assertThat(trial.attempts()).hasSize(1);
    return trial.attempts().get(0);
  }

  private static TrialAttempt last(TrialStatus trial) {
    return trial.attempts().get(trial.attempts().size() - 1);
  }

  private TrialStatus healthy(TrialRun run, TrialAttempt attempt, List<ObservedContainer> seen) {
    return progress.healthy(run, attempt, seen, List.of(), Optional.empty());
  }
}
