package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.TrialImage;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.engine.image.ImageDigest;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.trial.record.OwnPods;
import dev.unroot.operator.trial.record.TrialImages;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images a trial speaks of, and when it says nothing of those that run. */
class TrialImagesTest {
  private static final String OLD = "sha256:01";
  private static final String NEW = "sha256:02";
  private static final String NEWEST = "sha256:03";

  private final MovingClock clock = new MovingClock();
  private final SimulatedCluster cluster = new SimulatedCluster(clock, TrialStageTest::nginx);
  private final SimulatedOperator operator = new SimulatedOperator(cluster, clock, Samples.web());

  @Test
  void whatTheTrialRanIsRecorded() {
    cluster.tagMeans(OLD);

    assertThat(operator.finish().images())
        .containsExactly(new TrialImage("server", OLD, List.of()));
  }

  @Test
  void aNodeThatDoesNotTellIsNoObstacle() {
    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.images()).isEmpty();
    operator.runs(NEW);
    assertThat(isProved()).isTrue();
  }

  @Test
  void aCandidateOfAnotherImageThanTheControlsSaysNothing() {
    cluster.tagMeans(OLD);
    operator.untilPod(0);
    cluster.tagMeans(NEW);

    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Inconclusive);
    assertThat(trial.attempts()).hasSize(2);
    assertThat(trial.attempts().get(1).message())
        .isEqualTo(
            "server ran another image than the pods before it: sha256:02 instead of sha256:01");
    assertThat(trial.images()).extracting(TrialImage::digest).containsExactly(OLD);
  }

  @Test
  void aProofStaysWhereNothingRunsOrTheSameRunsStill() {
    cluster.tagMeans(OLD);
    operator.finish();

    assertThat(isProved()).isTrue();
    operator.runs();
    assertThat(isProved()).isTrue();
    operator.runs(OLD);
    assertThat(isProved()).isTrue();
  }

  @Test
  void aRolloutThatIsUnderWayChangesNothing() {
    cluster.tagMeans(OLD);
    operator.finish();

    operator.runs(OLD, NEW);

    assertThat(isProved()).isTrue();
  }

  @Test
  void onceEveryPodRunsAnotherImageItIsTriedAnewAndSaysWhy() {
    cluster.tagMeans(OLD);
    operator.finish();
    cluster.tagMeans(NEW);
    operator.runs(NEW);

    assertThat(isProved()).isFalse();
    assertThat(
            operator
                .stage()
                .outdated(operator.migration(), Samples.web(), Samples.TARGET, operator.own()))
        .isPresent();
    TrialStatus trial = operator.finish();

    assertThat(trial.verdict()).isEqualTo(TrialVerdict.Verified);
    assertThat(trial.startedAnew())
        .isEqualTo(
            "the pods of the workload run another image of server now: sha256:02, tried was sha256:01");
    assertThat(trial.images()).extracting(TrialImage::digest).containsExactly(NEW);
    assertThat(cluster.pods()).isEmpty();
  }

  @Test
  void podsThatAreOlderThanTheTagAreNotTriedForEver() {
    cluster.tagMeans(NEW);
    operator.runs(OLD);

    TrialStatus trial = operator.finish();

    assertThat(trial.images()).containsExactly(new TrialImage("server", NEW, List.of(OLD)));
    assertThat(isProved()).isTrue();
    operator.runs(NEW);
    assertThat(isProved()).isTrue();
    operator.runs(NEWEST);
    assertThat(isProved()).isFalse();
  }

  @Test
  void aSpoiltRecordOfImagesIsTriedFromTheStart() {
    cluster.tagMeans(OLD);
    TrialStatus trial = operator.finish();
    operator
        .migration()
        .setStatus(
            Samples.status(
                trial.withImages(
                    List.of(
                        Samples.SERIALIZATION.unmarshal(
                            "{\"container\": \"server\"}", TrialImage.class)))));

    assertThat(isProved()).isFalse();
  }

  @Test
  void noMoreIsRecordedThanAStatusHasRoomFor() {
    Pod pod = new PodBuilder().withNewStatus().endStatus().build();
    pod.getStatus()
        .setContainerStatuses(
            IntStream.range(0, 40).mapToObj(i -> status("c" + i, "sha256:" + i)).toList());

    TrialStatus noted =
        TrialImages.noted(
            new TrialStatus("key", null, List.of()),
            pod,
            new OwnPods(Map.of("c0", List.of("sha256:a", "sha256:b", "sha256:c"))));

    assertThat(noted.images()).hasSize(16);
    assertThat(noted.images().get(0).running()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "docker.io/library/nginx@sha256:12, sha256:12",
    "sha256:12, sha256:12",
    "docker-pullable://nginx@sha256:12, sha256:12",
    "nginx:1.27, ''",
    "'', ''"
  })
  void theDigestIsReadAsRuntimesWriteIt(String imageId, String digest) {
    assertThat(ImageDigest.of(imageId)).isEqualTo(digest);
  }

  private static ContainerStatus status(String container, String imageId) {
    return new ContainerStatusBuilder().withName(container).withImageID(imageId).build();
  }

  private boolean isProved() {
    Optional<TrialStatus> proof =
        operator.stage().proof(operator.migration(), Samples.web(), Samples.TARGET, operator.own());
    return proof.isPresent();
  }
}
