package dev.unroot.operator.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AttemptOutcome;
import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialImage;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialVerdict;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.ceiling.TrialSlots;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.LiveContainer;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.trial.TrialStage;
import dev.unroot.operator.trial.cluster.CloneSource;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.TrialPodFactory;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkloadTrialsTest {
  private final MovingClock clock = new MovingClock();
  private final TrialSlots slots = new TrialSlots(1);
  private final WorkloadMigration migration = migration();
  private boolean isComplete = true;
  private final WorkloadTrials trials =
      new WorkloadTrials(
          new TrialStage(
              new EmptyCluster(),
              new TrialPodFactory(Samples.SERIALIZATION, Optional.empty(), "busybox", false),
              WorkloadKnowledge.of(Knowledge.of(ImageFacts.none())),
              "busybox",
              clock),
          namespace -> isComplete,
          slots,
          clock);

  @Test
  void whatCouldNotTellRestsUntilItsTimeHasCome() {
    Optional<TrialStatus> trial = Optional.of(ended(TrialVerdict.Inconclusive));

    assertThat(trials.rest(migration, trial)).contains(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(3));
    assertThat(trials.rest(migration, trial)).contains(Duration.ofMinutes(2));
    assertThat(slots.count()).isZero();
    clock.advance(Duration.ofMinutes(2));
    assertThat(trials.rest(migration, trial)).isEmpty();
    assertThat(slots.count()).isEqualTo(1);
  }

  @Test
  void whatIsTriedAgainWaitsWhereOthersAreTried() {
    slots.take("elsewhere/other");
    clock.advance(Duration.ofHours(1));

    assertThat(trials.rest(migration, Optional.of(ended(TrialVerdict.Inconclusive))))
        .contains(Duration.ofMinutes(1));
    assertThat(slots.count()).isEqualTo(1);
  }

  @Test
  void whatCameToAVerdictOrGoesOnDoesNotRest() {
    assertThat(trials.rest(migration, Optional.empty())).isEmpty();
    assertThat(trials.rest(migration, Optional.of(ended(TrialVerdict.Verified)))).isEmpty();
    assertThat(slots.count()).isZero();
  }

  @Test
  void whatAllPodsRunIsNotKnownBeforeEverythingIsListed() {
    ListedWorkload listed = running("sha256:02");
    migration.setStatus(Samples.status(proved(listed)));

    assertThat(trials.proof(migration, listed)).isEmpty();
    assertThat(trials.outdated(migration, listed)).isPresent();
    isComplete = false;
    assertThat(trials.proof(migration, listed)).isPresent();
    assertThat(trials.outdated(migration, listed)).isEmpty();
  }

  /**
   * A proof of the image {@code sha256:01}, by the key and with the pods that the trial itself has.
   */
  private TrialStatus proved(ListedWorkload listed) {
    TrialStatus begun = trials.advance(migration, listed).trial();
    String control = begun.attempts().get(0).pod();
    return begun
        .withAttempts(
            List.of(attempt(0, control), attempt(1, control.replace("-trial-0-", "-trial-1-"))))
        .withVerdict(TrialVerdict.Verified, 1)
        .withImages(List.of(new TrialImage("server", "sha256:01", List.of())));
  }

  private static ListedWorkload running(String digest) {
    ListedWorkload listed = Samples.listed(Samples.web());
    return new ListedWorkload(
        listed.id(),
        listed.workload(),
        listed.ownership(),
        List.of(new LiveContainer("server", List.of(), List.of(digest), false)),
        List.of(),
        1);
  }

  private static TrialStatus ended(TrialVerdict verdict) {
    return new TrialStatus("key", verdict, List.of(attempt(0, "web-trial-0")));
  }

  private static TrialAttempt attempt(int number, String pod) {
    return new TrialAttempt(
        number,
        number == 0 ? AttemptRole.Control : AttemptRole.Candidate,
        pod,
        AttemptOutcome.Healthy,
        "healthy",
        List.of(),
        List.of(),
        List.of(),
        "2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00Z");
  }

  private static WorkloadMigration migration() {
    WorkloadMigration migration = Samples.migration(Samples.web(), Mode.Trial);
    migration
        .getMetadata()
        .setOwnerReferences(
            List.of(new OwnerReferenceBuilder().withKind("MigrationPlan").withUid("9f8e").build()));
    return migration;
  }

  /** Nothing is there, and nothing is made. */
  private static final class EmptyCluster implements TrialCluster {
    @Override
    public List<Pod> pods(String namespace, String name) {
      return List.of();
    }

    @Override
    public List<Pod> labelled(String namespace, Map<String, String> labels) {
      return List.of();
    }

    @Override
    public void create(Pod pod) {}

    @Override
    public void isolate(NetworkPolicy policy) {}

    @Override
    public List<NetworkPolicy> policies(String namespace) {
      return List.of();
    }

    @Override
    public void delete(Pod pod) {}

    @Override
    public void observe(Pod pod, List<EphemeralContainer> observers) {}

    @Override
    public Optional<String> log(Pod pod, String container) {
      return Optional.empty();
    }

    @Override
    public boolean heedsGroup(String namespace, String claim) {
      return false;
    }

    @Override
    public CloneSource cloneable(String namespace, String claim) {
      return new CloneSource.NotCloneable("is not there");
    }

    @Override
    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
      return Optional.empty();
    }

    @Override
    public void make(PersistentVolumeClaim claim) {}
  }
}
