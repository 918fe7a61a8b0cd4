package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.api.v1alpha1.TrialLessons;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.record.TrialRecords;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LessonTest {
  private static final Evidence READ =
      new Evidence("server", "PathNotWritable", "/srv/state/pid", "touch: /srv/state/pid: denied");
  private static final Evidence UNREAD = new Evidence("server", "Unexplained", null, "exit code 3");

  private final TrialStatus proof =
      new TrialStatus("key", null, List.of()).withVerdict(TrialVerdict.Verified, 1);
  private final String proved = assess(List.of()).hash();

  @Test
  void whatPodsPrintedLeadsToAnotherTrialThatHeedsIt() {
    TrialStatus next = lesson(rolledBack(proved, READ), proof).orElseThrow();

    assertThat(next.verdict()).isNull();
    assertThat(next.round()).isEqualTo(proof.round() + 1);
    assertThat(next.learned()).isEqualTo(new TrialLessons(List.of(proved), List.of(READ)));
    assertThat(next.startedAnew()).isEqualTo("its rollout was taken back: it ended");
  }

  @Test
  void whatNobodyUnderstandsTeachesNothing() {
    assertThat(lesson(rolledBack(proved, UNREAD), proof)).isEmpty();
    assertThat(lesson(rolledBack(proved), proof)).isEmpty();
  }

  @Test
  void onlyWhatWasProvedAndTakenBackTeaches() {
    RolloutStatus rollout = rolledBack(proved, READ);

    assertThat(lesson(rollout.at(RolloutStep.Migrated, ""), proof)).isEmpty();
    assertThat(lesson(rollout.at(RolloutStep.Conflict, ""), proof)).isEmpty();
    assertThat(Lesson.of(rollout, Optional.empty(), LessonTest::assess)).isEmpty();
    assertThat(lesson(rollout, proof.withVerdict(TrialVerdict.Failed, null))).isEmpty();
  }

  @Test
  void whatWasTakenBackOnceIsNotTriedAgain() {
    String heeded = assess(List.of(READ)).hash();
    TrialStatus taught =
        proof
            .taught(TrialLessons.none().with(heeded, List.of(UNREAD)), "")
            .withVerdict(TrialVerdict.Verified, 1);

    assertThat(Lesson.isRefuted(taught, heeded)).isTrue();
    assertThat(Lesson.isRefuted(taught, proved)).isFalse();
    assertThat(lesson(rolledBack(proved, READ), taught)).isEmpty();
  }

  @Test
  void afterTwoLessonsThereIsNoThird() {
    TrialLessons learned =
        TrialLessons.none().with("one", List.of(UNREAD)).with("two", List.of(UNREAD));
    TrialStatus taught = proof.taught(learned, "").withVerdict(TrialVerdict.Verified, 1);

    assertThat(lesson(rolledBack(proved, READ), taught)).isEmpty();
  }

  @Test
  void whatWasLearnedStaysWhereATrialCouldNotTellAndGoesWithItsImage() {
    TrialStatus taught = lesson(rolledBack(proved, READ), proof).orElseThrow();

    assertThat(taught.again("no room").learned()).isEqualTo(taught.learned());
    assertThat(taught.anew("another image").learned()).isEqualTo(TrialLessons.none());
  }

  private static Optional<TrialStatus> lesson(RolloutStatus rollout, TrialStatus proof) {
    return Lesson.of(rollout, Optional.of(proof), LessonTest::assess);
  }

  private static Assessment assess(List<Evidence> evidence) {
    return Assessment.of(
        Samples.web(),
        Samples.migration(Samples.web(), Mode.Apply).getSpec().target().toTarget(),
        Knowledge.of(ImageFacts.none()).withFailures(TrialRecords.failures(evidence)));
  }

  private static RolloutStatus rolledBack(String proposal, Evidence... evidence) {
    return new RolloutStatus(
        RolloutStep.RolledBack,
        proposal,
        "uid",
        "before",
        "after",
        "restricted",
        "[]",
        "[]",
        1,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        "it ended",
        List.of(evidence));
  }
}
