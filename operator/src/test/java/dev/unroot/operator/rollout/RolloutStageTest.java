package dev.unroot.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.Approval;
import dev.unroot.api.v1alpha1.Downtime;
import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutStageTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final ApplySpec APPLY =
      new ApplySpec(Approval.Automatic, 1, "30s", "5m", 1, Downtime.Refused);
  private static final int MOST_STEPS = 200;

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final FakeCluster cluster = new FakeCluster(spec());
  private final RolloutStage stage =
      new RolloutStage(
          cluster,
          FailureTable::builtIn,
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }
          });

  private static Map<String, Object> spec() {
    return Map.of(
        "replicas",
        2,
        "strategy",
        Map.of("type", "RollingUpdate", "rollingUpdate", Map.of("maxSurge", "25%")),
        "selector",
        Map.of("matchLabels", Map.of("app", "web")),
        "template",
        Map.of(
            "metadata",
            Map.of("labels", Map.of("app", "web")),
            "spec",
            Map.of(
                "securityContext",
                Map.of(),
                "containers",
                List.of(
                    Map.of(
                        "name",
                        "web",
                        "image",
                        "x",
                        "securityContext",
                        Map.of(
                            "runAsUser", 0, "capabilities", Map.of("add", List.of("CHOWN"))))))));
  }

  @Test
  void whatStaysHealthyIsMigrated() {
    RolloutStatus end = run(begin());

    assertThat(end.step()).isEqualTo(RolloutStep.Migrated);
    assertThat(end.level()).isEqualTo("restricted");
    assertThat(cluster.writes()).isEqualTo(1);
    assertThat(cluster.live().hash()).isEqualTo(end.after());
    assertThat(Duration.between(Instant.parse(end.startedAt()), Instant.parse(end.endedAt())))
        .isGreaterThanOrEqualTo(APPLY.soakDuration());
  }

  @Test
  void aSoakIsLookedAtAFewTimesAndNoLongerThanItTakes() {
    RolloutStatus soaking = runTo(begin(), RolloutStep.Soaking);
    Duration most = APPLY.soakDuration().plusSeconds(2);

    int looks = 0;
    while (soaking.step() == RolloutStep.Soaking) {
      RolloutStage.Step step = stage.advance(soaking, cluster.live(), APPLY, this::assess);
      soaking = step.rollout().orElseThrow();
      now = now.plus(step.recheck().orElse(Duration.ZERO));
      looks++;
    }

    assertThat(soaking.step()).isEqualTo(RolloutStep.Migrated);
    assertThat(looks).isBetween(3, 10);
    assertThat(Duration.between(Instant.parse(soaking.soakingSince()), now)).isLessThan(most);
  }

  @Test
  void whatFailsIsPutBackByteForByteAndLeavesNothingOfOurs() {
    JsonNode before = cluster.spec();
    List<ManagedFieldsEntry> managers = cluster.live().managers();

    RolloutStatus rollout = runTo(begin(), RolloutStep.Following);
    cluster.unhealthy(List.of(broken(5)));
    RolloutStatus reverting = runTo(rollout, RolloutStep.Reverting);
    cluster.healthy();
    RolloutStatus end = run(reverting);

    assertThat(end.step()).isEqualTo(RolloutStep.RolledBack);
    assertThat(end.message()).contains("container web of a new pod was started again 5 times");
    assertThat(cluster.spec()).isEqualTo(before);
    assertThat(cluster.live().managers()).isEqualTo(managers);
  }

  @Test
  void aRestartDuringTheSoakTakesItBack() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Soaking);
    cluster.unhealthy(List.of(broken(1)));

    assertThat(step(rollout).step()).isEqualTo(RolloutStep.Reverting);
  }

  @Test
  void whatDoesNotComeUpInTimeIsTakenBack() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Following);
    cluster.unhealthy(List.of());

    RolloutStatus end = runTo(rollout, RolloutStep.Reverting);

    assertThat(end.message()).isEqualTo("its pods were not replaced within 5m");
  }

  /** Whatever the last write before a kill was, the next step goes on from there. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatStepIsRepeatedDoesNothingTwice(boolean fails) {
    RolloutStatus rollout = begin();
    int steps = 0;
    while (RolloutStage.isOpen(Optional.of(rollout))) {
      if (fails && rollout.step() == RolloutStep.Following) {
        cluster.unhealthy(List.of(broken(5)));
      } else if (fails && rollout.step() == RolloutStep.Reverting) {
        cluster.healthy();
      }
      step(rollout); // killed before its status was written
      rollout = step(rollout);
      now = now.plusSeconds(1);
      assertThat(++steps).isLessThan(MOST_STEPS);
    }

    assertThat(rollout.step()).isEqualTo(fails ? RolloutStep.RolledBack : RolloutStep.Migrated);
    assertThat(cluster.writes()).isEqualTo(fails ? 3 : 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Following", "Soaking", "Reverting"})
  void whatSomebodyElseWroteIsNotOverwritten(RolloutStep at) {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Following);
    if (at == RolloutStep.Reverting) {
      cluster.unhealthy(List.of(broken(5)));
    }
    rollout = runTo(rollout, at);
    cluster.set("/template/spec/containers/0/image", "y");
    int writes = cluster.writes();

    RolloutStatus end = run(rollout);

    assertThat(end.step()).isEqualTo(RolloutStep.Conflict);
    assertThat(end.message()).startsWith("kubectl changed the pod template during the rollout");
    assertThat(cluster.writes()).isEqualTo(writes);
  }

  @Test
  void whatChangesBeforeTheWriteIsNotRolledOut() {
    RolloutStatus recorded = begin();
    cluster.set("/template/spec/containers/0/image", "y");

    RolloutStage.Step step = stage.advance(recorded, cluster.live(), APPLY, this::assess);

    assertThat(step.rollout()).isEmpty();
    assertThat(cluster.writes()).isZero();
  }

  @Test
  void anotherProposalThanTheOneThatWasProvedIsNotBegun() {
    RolloutStage.Step step = stage.begin(cluster.live(), "another", APPLY, this::assess);

    assertThat(step.rollout()).isEmpty();
  }

  @Test
  void thatPodsAreRestartedIsNoChangeOfSomebodyElse() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Soaking);
    cluster.set(
        "/template/metadata/annotations",
        Map.of("kubectl.kubernetes.io/restartedAt", "2026-01-02T03:04:09Z"));

    assertThat(run(rollout).step()).isEqualTo(RolloutStep.Migrated);
  }

  @Test
  void whatIsPausedWaitsForAPerson() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Following);
    cluster.set("/paused", true);

    assertThat(step(rollout).message())
        .isEqualTo("the Deployment is paused: kubectl rollout resume");
    now = now.plus(Duration.ofDays(2));
    assertThat(step(rollout).step()).isEqualTo(RolloutStep.Following);
  }

  @Test
  void aFailureInALogThatWasNotThereBeforeTakesItBackWithItsEvidence() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Soaking);
    cluster.pods(List.of(running(10001)));
    cluster.log("open() \"/var/lib/web/state\" failed (13: Permission denied)");

    RolloutStatus end = runTo(rollout, RolloutStep.Reverting);

    assertThat(end.message())
        .startsWith("container web of a new pod tells of what it did not tell of before: open()");
    assertThat(end.evidence()).extracting(Evidence::subject).containsExactly("/var/lib/web/state");
  }

  @Test
  void whatALogToldOfBeforeIsNoNews() {
    cluster.pods(List.of(running(0)));
    cluster.log("open() \"/var/lib/web/state\" failed (13: Permission denied)");
    RolloutStatus recorded = begin();
    cluster.pods(List.of(running(10001)));

    assertThat(recorded.complaintsBefore()).containsExactly("PathNotWritable");
    assertThat(run(recorded).step()).isEqualTo(RolloutStep.Migrated);
  }

  @Test
  void whatServicesDoNotReachAnyMoreIsTakenBack() {
    cluster.endpoints(2);
    RolloutStatus rollout = runTo(begin(), RolloutStep.Soaking);
    cluster.endpoints(1);

    RolloutStatus end = runTo(rollout, RolloutStep.Reverting);

    assertThat(end.message()).isEqualTo("Services reach it at 1 addresses, before it was 2");
  }

  @Test
  void whatRunsAsAnotherUserThanItsTemplateSaysIsTakenBack() {
    RolloutStatus rollout = runTo(begin(), RolloutStep.Soaking);
    cluster.pods(List.of(running(0)));

    assertThat(step(rollout).message())
        .isEqualTo("container web of a new pod runs as user 0 instead of 10001");
  }

  @Test
  void whatStandsIsTakenBackOnlyAsItWasMade() {
    RolloutStatus end = run(begin());

    assertThat(stage.withdrawn(end, cluster.live(), "nobody wants it").map(RolloutStatus::step))
        .contains(RolloutStep.Reverting);
    cluster.set("/template/spec/containers/0/image", "y");
    assertThat(stage.withdrawn(end, cluster.live(), "nobody wants it")).isEmpty();
  }

  @Test
  void whereThePatchFitsAndIsNotAppliedAllTheSameThatIsSaid() {
    cluster.refusePatches(false);

    RolloutStatus end = begin();

    assertThat(end.step()).isEqualTo(RolloutStep.Refused);
    assertThat(end.message())
        .isEqualTo("the API server does not apply a patch to what it says is there");
    assertThat(cluster.writes()).isZero();
  }

  @Test
  void whereSomebodyWasFasterTheNextStepLooksAnew() {
    RolloutStatus recorded = begin();
    cluster.refusePatches(true);

    assertThat(step(recorded)).isEqualTo(recorded);
    assertThat(stage.begin(cluster.live(), recorded.proposal(), APPLY, this::assess).rollout())
        .isEmpty();
  }

  @Test
  void aChangeThatIsNotPutBackTellsAPerson() {
    RolloutStatus reverting = runTo(begin(), RolloutStep.Soaking).at(RolloutStep.Reverting, "");
    cluster.refusePatches(false);

    assertThat(step(reverting).message()).endsWith("; it may be put back by hand");
    assertThat(step(reverting).step()).isEqualTo(RolloutStep.Reverting);
  }

  /** One that its node tells the user of; its template asks for 10001. */
  private Pod running(long user) {
    return new PodBuilder(broken(0))
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withNewSecurityContext()
        .withRunAsUser(10001L)
        .endSecurityContext()
        .endContainer()
        .endSpec()
        .editStatus()
        .editFirstContainerStatus()
        .withNewUser()
        .withNewLinux()
        .withUid(user)
        .endLinux()
        .endUser()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private RolloutStatus begin() {
    String proved = assess(cluster.live()).hash();
    return stage.begin(cluster.live(), proved, APPLY, this::assess).rollout().orElseThrow();
  }

  private Assessment assess(LiveWorkload live) {
    return Assessment.of(live.workload(), TARGET, Knowledge.of(ImageFacts.none()));
  }

  private RolloutStatus step(RolloutStatus rollout) {
    return stage.advance(rollout, cluster.live(), APPLY, this::assess).rollout().orElseThrow();
  }

  private RolloutStatus run(RolloutStatus rollout) {
    RolloutStatus at = rollout;
    for (int i = 0; RolloutStage.isOpen(Optional.of(at)); i++) {
      at = step(at);
      now = now.plusSeconds(1);
      assertThat(i).isLessThan(MOST_STEPS);
    }
    return at;
  }

  private RolloutStatus runTo(RolloutStatus rollout, RolloutStep end) {
    RolloutStatus at = rollout;
    for (int i = 0; at.step() != end; i++) {
      at = step(at);
      now = now.plusSeconds(5);
      assertThat(i).isLessThan(MOST_STEPS);
    }
    return at;
  }

  private Pod broken(int restarts) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-1")
        .withCreationTimestamp(now.plusSeconds(60).toString())
        .endMetadata()
        .withNewStatus()
        .addNewContainerStatus()
        .withName("web")
        .withReady(false)
        .withRestartCount(restarts)
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
