package dev.unroot.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AgreedException;
import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.ControlName;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.ExceptionState;
import dev.unroot.api.v1alpha1.ExceptionStatus;
import dev.unroot.api.v1alpha1.Finding;
import dev.unroot.api.v1alpha1.MigrationPhase;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.ObservedUser;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialImage;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.exceptions.AgreedExceptions;
import dev.unroot.operator.status.MigrationStatusFactory.Trouble;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationStatusFactoryTest {
  private static final Workload WEB = Samples.web();
  private static final Trouble OBSTACLE = new Trouble("ScaledToZero", "is scaled to zero", false);
  private static final Trouble MISSING =
      new Trouble("PermissionMissing", "the operator may not create pods", true);

  private final MovingClock clock = new MovingClock();
  private final MigrationStatusFactory factory =
      new MigrationStatusFactory(Samples.SERIALIZATION, clock);

  static Stream<Arguments> phases() {
    Optional<TrialStatus> none = Optional.empty();
    return Stream.of(
        Arguments.of(Samples.compliant(), Mode.Trial, none, null, MigrationPhase.Compliant),
        Arguments.of(Samples.compliant(), Mode.Observe, none, null, MigrationPhase.Compliant),
        Arguments.of(WEB, Mode.Observe, none, null, MigrationPhase.Observed),
        Arguments.of(WEB, Mode.Observe, none, MISSING, MigrationPhase.Observed),
        Arguments.of(WEB, Mode.Propose, none, null, MigrationPhase.Proposed),
        Arguments.of(
            WEB, Mode.Propose, ended(TrialVerdict.Verified), null, MigrationPhase.Proposed),
        Arguments.of(WEB, Mode.Trial, none, null, MigrationPhase.Waiting),
        Arguments.of(WEB, Mode.Trial, none, OBSTACLE, MigrationPhase.Blocked),
        Arguments.of(WEB, Mode.Trial, none, MISSING, MigrationPhase.Blocked),
        Arguments.of(WEB, Mode.Trial, ended(null), MISSING, MigrationPhase.Blocked),
        Arguments.of(WEB, Mode.Trial, ended(null), null, MigrationPhase.Trying),
        Arguments.of(WEB, Mode.Trial, ended(TrialVerdict.Verified), null, MigrationPhase.Verified),
        Arguments.of(WEB, Mode.Trial, ended(TrialVerdict.Failed), null, MigrationPhase.Failed),
        Arguments.of(
            WEB, Mode.Trial, ended(TrialVerdict.Inconclusive), null, MigrationPhase.Inconclusive),
        Arguments.of(Samples.privileged(), Mode.Propose, none, null, MigrationPhase.Blocked),
        Arguments.of(Samples.privileged(), Mode.Trial, none, null, MigrationPhase.Waiting),
        Arguments.of(Samples.kernel(), Mode.Propose, none, null, MigrationPhase.Blocked),
        Arguments.of(Samples.kernel(), Mode.Trial, none, null, MigrationPhase.Blocked));
  }

  @ParameterizedTest
  @MethodSource("phases")
  void thePhaseFollowsFromStageTrialAndTrouble(
      Workload workload,
      Mode stage,
      Optional<TrialStatus> trial,
      Trouble trouble,
      MigrationPhase expected) {
    WorkloadMigrationStatus status =
        factory.status(
            Samples.migration(workload, stage),
            Samples.listed(workload),
            assess(workload),
            trial,
            Optional.ofNullable(trouble));

    assertThat(status.phase()).isEqualTo(expected);
    assertThat(status.message()).isNotBlank();
    assertThat(status.observedGeneration()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("phases")
  void aStatusIsReadyUnlessItIsWorkedOnOrTheOperatorIsHeldUp(
      Workload workload,
      Mode stage,
      Optional<TrialStatus> trial,
      Trouble trouble,
      MigrationPhase phase) {
    List<Condition> conditions =
        factory
            .status(
                Samples.migration(workload, stage),
                Samples.listed(workload),
                assess(workload),
                trial,
                Optional.ofNullable(trouble))
            .conditions();

    boolean working =
        trouble == null && (phase == MigrationPhase.Trying || phase == MigrationPhase.Waiting);
    boolean stalled = trouble != null && trouble.stalls();
    assertThat(truth(conditions, "Ready")).isEqualTo(!stalled && !working);
    assertThat(truth(conditions, "Reconciling")).isEqualTo(working);
    assertThat(truth(conditions, "Stalled")).isEqualTo(stalled);
  }

  @Test
  void aStatusHoldsNoCharacterThatTheApiServerOrATerminalMinds() {
    TrialStatus hostile =
        new TrialStatus(
            "k\u009b",
            TrialVerdict.Failed,
            List.of(
                new TrialAttempt(
                    0,
                    AttemptRole.Control,
                    "pod",
                    AttemptOutcome.Failed,
                    "first\nsecond \u001b[31m \uffff \u202e",
                    List.of(),
                    List.of(),
                    List.of(),
                    "2026-01-01T00:00:00Z",
                    null)));
    WorkloadMigrationStatus status =
        factory.status(
            Samples.migration(WEB, Mode.Trial),
            Samples.listed(WEB),
            assess(WEB),
            Optional.of(hostile),
            Optional.empty());

    assertThat(status.trial().attempts().get(0).message()).isEqualTo("first?second ?[31m ? ?");
    assertThat(status.message()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\uffff]");
    assertThat(status.proposal().patch()).contains("\n");
  }

  @Test
  void theSameFactsMakeTheSameStatusAtAnyLaterTime() {
    WorkloadMigration migration = Samples.migration(WEB, Mode.Trial);
    migration.setStatus(
        factory.status(
            migration,
            Samples.listed(WEB),
            assess(WEB),
            ended(TrialVerdict.Verified),
            Optional.empty()));
    clock.advance(Duration.ofDays(30));

    assertThat(
            factory.status(
                migration,
                Samples.listed(WEB),
                assess(WEB),
                ended(TrialVerdict.Verified),
                Optional.empty()))
        .isEqualTo(migration.getStatus());
  }

  @Test
  void inModeObserveNothingIsProposed() {
    assertThat(status(WEB, Mode.Observe).proposal()).isNull();
    assertThat(status(WEB, Mode.Observe).findings()).isNotEmpty();
  }

  @Test
  void aProposalSaysEachFieldWithItsReason() {
    assertThat(status(WEB, Mode.Propose).proposal().changes())
        .anySatisfy(
            change -> {
              assertThat(change.field())
                  .isEqualTo("spec.containers[server].securityContext.runAsUser");
              assertThat(change.before()).isNull();
              assertThat(change.after()).isEqualTo("10001");
              assertThat(change.source()).isEqualTo("the configured fallback");
              assertThat(change.confidence()).isEqualTo("low");
            });
  }

  @Test
  void theHashNamesThePatch() {
    var proposal = status(WEB, Mode.Propose).proposal();

    assertThat(proposal.hash())
        .isEqualTo(assess(WEB).hash())
        .isNotEqualTo(assess(Samples.privileged()).hash());
    assertThat(proposal.levelBefore()).isEqualTo("baseline");
    assertThat(proposal.levelAfter()).isEqualTo("restricted");
  }

  @Test
  void whereAPersonDecidesTheMessageSaysWhat() {
    assertThat(status(Samples.privileged(), Mode.Propose).message())
        .startsWith("a person decides: reaches its node")
        .contains("privileged");
  }

  @Test
  void aWorkloadThatWasSeenToRunAsRootIsRoot() {
    Workload unknown =
        Samples.workload(
            "web",
            "containers: [{name: server, image: example/server:1,"
                + " securityContext: {runAsUser: 5}}]");
    assertThat(status(unknown, Mode.Propose).root()).isFalse();
    TrialAttempt control =
        attempt(
            0,
            AttemptRole.Control,
            AttemptOutcome.Healthy,
            List.of(),
            List.of(
                new ObservedContainer("server", List.of(new ObservedUser(0, 0, "x")), List.of())));

    WorkloadMigrationStatus status =
        factory.status(
            Samples.migration(unknown, Mode.Trial),
            Samples.listed(unknown),
            assess(unknown),
            Optional.of(new TrialStatus("key", null, List.of(control))),
            Optional.empty());

    assertThat(status.root()).isTrue();
  }

  @Test
  void ofAWorkloadThatNothingTellsOfRootIsLeftOut() {
    assertThat(status(WEB, Mode.Propose).root()).isNull();
  }

  @Test
  void aWorkloadThatWasSeenNotToRunAsRootIsNotRoot() {
    TrialAttempt control =
        attempt(
            0,
            AttemptRole.Control,
            AttemptOutcome.Healthy,
            List.of(),
            List.of(
                new ObservedContainer(
                    "server", List.of(new ObservedUser(33, 33, "x")), List.of())));

    WorkloadMigrationStatus status =
        factory.status(
            Samples.migration(WEB, Mode.Trial),
            Samples.listed(WEB),
            assess(WEB),
            Optional.of(new TrialStatus("key", null, List.of(control))),
            Optional.empty());

    assertThat(status.root()).isFalse();
  }

  @Test
  void whatIsInTheWayIsTheReasonOfTheCondition() {
    assertThat(
            factory
                .status(
                    Samples.migration(WEB, Mode.Trial),
                    Samples.listed(WEB),
                    assess(WEB),
                    Optional.empty(),
                    Optional.of(OBSTACLE))
                .conditions()
                .get(0))
        .extracting(Condition::getReason, Condition::getMessage)
        .containsExactly("ScaledToZero", "is scaled to zero");
  }

  @Test
  void aFailureSaysWhetherAttemptsOrRemediesRanOut() {
    assertThat(failedAfter(2)).startsWith("no remedy is left after attempt 2: ");
    assertThat(failedAfter(5)).startsWith("all attempts are used up: attempt 5: ");
  }

  private String failedAfter(int number) {
    List<TrialAttempt> all =
        IntStream.rangeClosed(1, number)
            .mapToObj(
                i -> attempt(i, AttemptRole.Candidate, AttemptOutcome.Failed, List.of(), List.of()))
            .toList();
    return factory
        .status(
            Samples.migration(WEB, Mode.Trial),
            Samples.listed(WEB),
            assess(WEB),
            Optional.of(new TrialStatus("key", TrialVerdict.Failed, all)),
            Optional.empty())
        .message();
  }

  @Test
  void aTrialThatGoesOnTellsOfItsLastAttempt() {
    TrialStatus trial =
        new TrialStatus(
            "key",
            null,
            List.of(
                attempt(0, AttemptRole.Control, AttemptOutcome.Healthy, List.of(), List.of()),
                attempt(1, AttemptRole.Candidate, AttemptOutcome.Failed, List.of(), List.of()),
                attempt(2, AttemptRole.Candidate, AttemptOutcome.Running, List.of(), List.of())));

    assertThat(
            factory
                .status(
                    Samples.migration(WEB, Mode.Trial),
                    Samples.listed(WEB),
                    assess(WEB),
                    Optional.of(trial),
                    Optional.empty())
                .message())
        .isEqualTo("trying candidate 2; attempt 1: message 1");
  }

  @Test
  void findingsReasonsAndChangesAreCapped() {
    WorkloadMigrationStatus status = status(large(60), Mode.Propose);

    assertThat(status.findings()).hasSizeLessThanOrEqualTo(32);
    assertThat(status.reasons()).hasSizeLessThanOrEqualTo(32);
    assertThat(status.proposal().changes()).hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void aPatchAbove16KibIsLeftOutButStillNamed() {
    Assessment assessment = assess(large(60));
    assertThat(assessment.patch().length()).isGreaterThan(16 * 1024);

    var proposal = status(large(60), Mode.Propose).proposal();

    assertThat(proposal.patch()).isNull();
    assertThat(proposal.hash()).isEqualTo(assessment.hash());
  }

  @Test
  void aStatusWithTheLargestInputStaysUnder32Kib() {
    WorkloadMigration migration = Samples.migration(large(16), Mode.Trial);

    WorkloadMigrationStatus status =
        factory.status(
            migration,
            Samples.listed(large(16)),
            assess(large(16)),
            Optional.of(largestTrial()),
            Optional.empty());

    assertThat(size(status)).isLessThan(32 * 1024);
    assertThat(status.trial().attempts()).hasSize(21);
    assertThat(status.trial().attempts().stream().mapToInt(a -> a.evidence().size()).sum())
        .as("what a trial goes by stays")
        .isEqualTo(32);
    assertThat(status.trial().attempts().get(0).observed()).hasSize(16);
  }

  @Test
  void aStatusThatWasCutIsTheSameWhenItIsMadeAgain() {
    WorkloadMigration migration = Samples.migration(large(16), Mode.Trial);
    TrialStatus trial = largestTrial();
    for (int i = 0; i < 3; i++) {
      migration.setStatus(
          factory.status(
              migration,
              Samples.listed(large(16)),
              assess(large(16)),
              Optional.of(trial),
              Optional.empty()));
      trial = migration.getStatus().trial();
    }

    assertThat(
            factory.status(
                migration,
                Samples.listed(large(16)),
                assess(large(16)),
                Optional.of(trial),
                Optional.empty()))
        .isEqualTo(migration.getStatus());
  }

  @Test
  void anOrdinaryStatusIsNotCut() {
    TrialStatus trial = ended(TrialVerdict.Verified).orElseThrow();

    WorkloadMigrationStatus status =
        factory.status(
            Samples.migration(WEB, Mode.Trial),
            Samples.listed(WEB),
            assess(WEB),
            Optional.of(trial),
            Optional.empty());

    assertThat(status.trial()).isEqualTo(trial);
    assertThat(status.proposal().patch()).isNotNull();
  }

  @Test
  void anExceptedWorkloadSaysWhoAgreedAndUntilWhen() {
    WorkloadMigrationStatus status = excepted("2026-03-01", ControlName.values());

    assertThat(status.phase()).isEqualTo(MigrationPhase.Excepted);
    assertThat(status.message())
        .startsWith("meets its target but for what is excepted: ")
        .endsWith("until 2026-03-01 (agreed by Ada)");
    assertThat(status.findings()).extracting(Finding::exceptedUntil).containsOnly("2026-03-01");
    assertThat(status.exceptions())
        .extracting(ExceptionStatus::state)
        .containsExactly(ExceptionState.Holds);
    assertThat(truth(status.conditions(), "Ready")).isTrue();
  }

  @Test
  void anExceptionThatExpiredCountsForNothingAndIsTold() {
    WorkloadMigrationStatus status = excepted("2026-02-28", ControlName.values());

    assertThat(status.phase()).isEqualTo(MigrationPhase.Waiting);
    assertThat(status.findings()).extracting(Finding::exceptedUntil).containsOnlyNulls();
    assertThat(status.exceptions())
        .extracting(ExceptionStatus::state)
        .containsExactly(ExceptionState.Expired);
  }

  @Test
  void whatIsNotExceptedIsMarkedAsSuch() {
    WorkloadMigrationStatus status = excepted("2026-12-31", ControlName.runAsNonRoot);

    assertThat(status.phase()).isEqualTo(MigrationPhase.Waiting);
    assertThat(status.findings())
        .filteredOn(finding -> finding.exceptedUntil() != null)
        .extracting(Finding::control)
        .containsOnly("runAsNonRoot");
  }

  private WorkloadMigrationStatus excepted(String expires, ControlName... controls) {
    WorkloadMigration migration = Samples.migration(WEB, Mode.Trial);
    AgreedException agreed =
        new AgreedException("Deployment", "web", null, List.of(controls), "why", "Ada", expires);
    WorkloadMigrationSpec spec = migration.getSpec();
    migration.setSpec(
        new WorkloadMigrationSpec(
            spec.workload(),
            spec.stage(),
            false,
            spec.target(),
            spec.trial(),
            false,
            spec.apply(),
            List.of(agreed)));
    Assessment assessment =
        Assessment.of(
            WEB,
            Samples.TARGET,
            Knowledge.of(ImageFacts.none()),
            AgreedExceptions.of(List.of(agreed), clock).exemptions());
    return factory.status(
        migration, Samples.listed(WEB), assessment, Optional.empty(), Optional.empty());
  }

  private WorkloadMigrationStatus status(Workload workload, Mode stage) {
    return factory.status(
        Samples.migration(workload, stage),
        Samples.listed(workload),
        assess(workload),
        Optional.empty(),
        Optional.empty());
  }

  private static boolean truth(List<Condition> conditions, String type) {
    return conditions.stream()
        .anyMatch(c -> c.getType().equals(type) && c.getStatus().equals("True"));
  }

  private static Assessment assess(Workload workload) {
    return Assessment.of(workload, Samples.TARGET, Knowledge.of(ImageFacts.none()));
  }

  private static int size(WorkloadMigrationStatus status) {
    return Samples.SERIALIZATION.asJson(status).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Workload large(int containers) {
    return Samples.workload(
        "web",
        "containers:\n"
            + IntStream.range(0, containers)
                .mapToObj(i -> "- {name: %s, image: \"example/server:1\"}\n".formatted(longName(i)))
                .collect(Collectors.joining()));
  }

  private static String longName(int number) {
    return "c" + number + "-" + "x".repeat(63 - 2 - Integer.toString(number).length());
  }

  /** Every list full and every text as long as trials make them. */
  @Test
  void aTrialThatCouldNotTellSaysWhenItIsTriedAgain() {
    assertThat(message(ended(TrialVerdict.Inconclusive).orElseThrow()))
        .isEqualTo(
            "the trial could not tell: attempt 0: message 0; tried again at 10:05Z or when it is its"
                + " turn");
  }

  @Test
  void aTrialThatIsStartedAnewSaysWhyWhileItWaitsAndWhileItGoesOn() {
    TrialStatus waiting = new TrialStatus("key", null, List.of()).anew("another image runs now");

    assertThat(message(waiting))
        .endsWith("; its trial waits for others; started anew: another image runs now");
    assertThat(message(waiting.withAttempts(ended(null).orElseThrow().attempts())))
        .isEqualTo(
            "watching the workload as it is (control); started anew: another image runs now");
  }

  @Test
  void aTrialThatTookTooLongSaysSo() {
    List<TrialAttempt> attempts =
        IntStream.range(0, 2)
            .mapToObj(
                i ->
                    new TrialAttempt(
                        i,
                        i == 0 ? AttemptRole.Control : AttemptRole.Candidate,
                        "web-trial-" + i,
                        AttemptOutcome.Failed,
                        "web is slow",
                        List.of(),
                        List.of(),
                        List.of(),
                        "2026-03-01T10:00:00Z",
                        "2026-03-01T10:30:00Z"))
            .toList();

    assertThat(message(new TrialStatus("key", TrialVerdict.Failed, attempts)))
        .isEqualTo("its time budget of 30m is used up: attempt 1: web is slow");
  }

  private String message(TrialStatus trial) {
    return factory
        .status(
            Samples.migration(WEB, Mode.Trial),
            Samples.listed(WEB),
            assess(WEB),
            Optional.of(trial),
            Optional.empty())
        .message();
  }

  private static TrialStatus largestTrial() {
    List<ObservedContainer> observed =
        IntStream.range(0, 16)
            .mapToObj(
                c ->
                    new ObservedContainer(
                        longName(c),
                        IntStream.range(0, 8)
                            .mapToObj(
                                u ->
                                    new ObservedUser(
                                        4000000000L + u, 4000000000L, "process-of-15-ch"))
                            .toList(),
                        IntStream.range(0, 8).mapToObj(p -> (30000 + p) + "/tcp").toList()))
            .toList();
    List<Evidence> evidence =
        Collections.nCopies(
            16,
            new Evidence(
                longName(1), "PathNotWritable", "/var/lib/" + "x".repeat(190), "y".repeat(200)));
    List<TrialAttempt> attempts =
        IntStream.rangeClosed(0, 20)
            .mapToObj(
                i ->
                    new TrialAttempt(
                        i,
                        i == 0 ? AttemptRole.Control : AttemptRole.Candidate,
                        "x".repeat(55),
                        AttemptOutcome.Failed,
                        "m".repeat(300),
                        Collections.nCopies(32, "r".repeat(300)),
                        i == 1 || i == 2 ? evidence : List.of(),
                        observed,
                        "2026-03-01T10:00:00Z",
                        "2026-03-01T10:00:00Z"))
            .toList();
    List<TrialImage> images =
        IntStream.range(0, 16)
            .mapToObj(i -> new TrialImage(longName(i), digest(i), List.of(digest(40), digest(41))))
            .toList();
    return new TrialStatus(
        "0123456789abcdef",
        TrialVerdict.Failed,
        null,
        attempts,
        images,
        1000,
        1000,
        "w".repeat(300));
  }

  private static String digest(int number) {
    return "sha256:%064d".formatted(number);
  }

  private static Optional<TrialStatus> ended(TrialVerdict verdict) {
    return Optional.of(
        new TrialStatus(
            "key",
            verdict,
            List.of(
                attempt(0, AttemptRole.Control, AttemptOutcome.Healthy, List.of(), List.of()))));
  }

  private static TrialAttempt attempt(
      int number,
      AttemptRole role,
      AttemptOutcome outcome,
      List<Evidence> evidence,
      List<ObservedContainer> observed) {
    return new TrialAttempt(
        number,
        role,
        "web-trial-" + number,
        outcome,
        "message " + number,
        List.of(),
        evidence,
        observed,
        "2026-03-01T10:00:00Z",
        null);
  }
}
