package dev.unroot.operator.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.CronJobRun;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A CronJob that is changed: which run is watched, and when one is made for it. */
class CronJobRolloutTest {
  private static final Target TARGET =
      new Target(Level.RESTRICTED, PolicyVersion.NEWEST_KNOWN, Target.DEFAULT_FALLBACK_USER);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeCluster cluster =
      new FakeCluster(
          WorkloadKind.CRON_JOB,
          Map.of(
              "schedule",
              "0 3 * * *",
              "jobTemplate",
              Map.of(
                  "metadata",
                  Map.of("labels", Map.of("team", "shop"), "annotations", Map.of("a", "b")),
                  "spec",
                  Map.of(
                      "backoffLimit",
                      0,
                      "template",
                      Map.of(
                          "spec",
                          Map.of(
                              "restartPolicy",
                              "Never",
                              "securityContext",
                              Map.of("runAsUser", 0),
                              "containers",
                              List.of(Map.of("name", "web", "image", "x"))))))));

  private Instant now = START;

  @Test
  void byItsScheduleNoRunIsMade() {
    RolloutStatus rollout = following(CronJobRun.Scheduled);

    assertThat(rollout.message()).isEqualTo("its next run is awaited");
    assertThat(cluster.runs()).isEmpty();
  }

  @Test
  void atOnceARunOfTheChangedTemplateIsMadeAsKubectlMakesIt() {
    following(CronJobRun.Immediate);

    assertThat(cluster.runs()).hasSize(1);
    Job run = cluster.runs().get(0);
    assertThat(run.getMetadata().getName()).matches("web-[0-9a-f]{10}");
    assertThat(run.getMetadata().getLabels())
        .isEqualTo(Map.of("team", "shop", "unroot.dev/run", "true"));
    assertThat(run.getMetadata().getAnnotations())
        .isEqualTo(Map.of("a", "b", "cronjob.kubernetes.io/instantiate", "manual"));
    assertThat(run.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(
            owner -> {
              assertThat(owner.getKind()).isEqualTo("CronJob");
              assertThat(owner.getName()).isEqualTo("web");
              assertThat(owner.getUid()).isEqualTo("1-2-3");
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getBlockOwnerDeletion()).isNull();
            });
    assertThat(run.getSpec().getBackoffLimit()).isZero();
    assertThat(run.getSpec().getTemplate().getSpec().getSecurityContext().getRunAsUser())
        .isEqualTo(TARGET.fallbackUser());
  }

  /** Its time of creation says nothing: the clocks of others may be behind. */
  @Test
  void thereIsOneHoweverOftenAStepIsRepeated() {
    RolloutStatus rollout = following(CronJobRun.Immediate);
    for (int i = 0; i < 5; i++) {
      step(rollout, CronJobRun.Immediate);
      rollout = step(rollout, CronJobRun.Immediate);
    }

    assertThat(cluster.writes()).as("the change, and one run").isEqualTo(2);
    assertThat(rollout.message())
        .isEqualTo(
            "its first run with the change goes on: "
                + cluster.runs().get(0).getMetadata().getName());
  }

  @ParameterizedTest
  @CsvSource({"Complete, Migrated", "Failed, RolledBack"})
  void itIsJudgedLikeARunOfTheSchedule(String how, RolloutStep end) {
    RolloutStatus rollout = following(CronJobRun.Immediate);
    cluster.runs().set(0, ended(cluster.runs().get(0), how));
    for (int i = 0; i < 10; i++) {
      rollout = step(rollout, CronJobRun.Immediate);
      if (rollout.step() == RolloutStep.Soaking) {
        cluster.runs().clear(); // what succeeded may be deleted
      }
    }

    assertThat(rollout.step()).isEqualTo(end);
    if (end == RolloutStep.RolledBack) {
      assertThat(cluster.runs()).as("none is made of what was put back").hasSize(1);
      assertThat(rollout.message())
          .isEqualTo("its first run with the change failed; put back: its next run is awaited");
    }
  }

  @Test
  void noneIsMadeWhereTheScheduleWasFaster() {
    RolloutStatus rollout = following(CronJobRun.Scheduled);
    cluster.runs().add(run("web-1", "2026-01-03T00:00:00Z"));

    assertThat(step(rollout, CronJobRun.Immediate).message())
        .isEqualTo("its first run with the change goes on: web-1");
    assertThat(cluster.runs()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /suspend|true|it is suspended, and nobody runs it by itself: its next run is awaited
          /successfulJobsHistoryLimit|0|no run is made of it: nobody would see how it ended, since successfulJobsHistoryLimit is 0; its next run is awaited
          /failedJobsHistoryLimit|0|no run is made of it: nobody would see how it ended, since failedJobsHistoryLimit is 0; its next run is awaited
          /jobTemplate/spec/ttlSecondsAfterFinished|59|no run is made of it: nobody may see how it ended, since ttlSecondsAfterFinished is below 60; its next run is awaited
          """)
  void noneIsMadeThatNobodyWantsOrSees(String field, String value, String message) {
    cluster.set(field, value.equals("true") ? Boolean.TRUE : Integer.valueOf(value));

    assertThat(following(CronJobRun.Immediate).message()).isEqualTo(message);
    assertThat(cluster.runs()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Allow, 2", "Forbid, 1", "Replace, 1"})
  void noneIsMadeBesideAnotherUnlessThatIsAllowed(String policy, int runs) {
    cluster.set("/concurrencyPolicy", policy);
    cluster.runs().add(run("web-0", "2026-01-01T00:00:00Z"));

    RolloutStatus rollout = following(CronJobRun.Immediate);

    assertThat(cluster.runs()).hasSize(runs);
    if (runs == 1) {
      assertThat(rollout.message())
          .isEqualTo(
              "no run is made of it: a run from before the change goes on, and concurrencyPolicy is "
                  + policy
                  + "; its next run is awaited");
      cluster.runs().set(0, ended(cluster.runs().get(0), "Failed"));
      step(rollout, CronJobRun.Immediate);
      assertThat(cluster.runs()).hasSize(2);
    }
  }

  /** A Job of that name that is not of the CronJob is not found among its runs. */
  @ParameterizedTest
  @CsvSource({
    "409, jobs.batch web already exists",
    "422, ValidatingAdmissionPolicy says no",
    "403, exceeded quota",
  })
  void whereItIsRefusedTheNextRunIsAwaited(int code, String why) {
    cluster.refuseRuns(code, why);

    RolloutStatus rollout = following(CronJobRun.Immediate);

    assertThat(rollout.step()).isEqualTo(RolloutStep.Following);
    assertThat(rollout.message())
        .isEqualTo("no run is made of it: " + why + "; its next run is awaited");
  }

  @Test
  void aMissingRightIsForAPersonToGive() {
    cluster.refuseRuns(403, "jobs.batch is forbidden: User \"u\" cannot create resource \"jobs\"");

    assertThatThrownBy(() -> following(CronJobRun.Immediate))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void anotherChangeHasAnotherRun() {
    RolloutStatus rollout = following(CronJobRun.Scheduled);

    assertThat(FirstRun.name(cluster.live(), rollout))
        .isNotEqualTo(FirstRun.name(cluster.live(), rollout.changed("2026-01-02T04:00:00Z")));
  }

  private static Job run(String name, String made) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withCreationTimestamp(made)
        .endMetadata()
        .build();
  }

  private static Job ended(Job run, String how) {
    return new JobBuilder(run)
        .withNewStatus()
        .addNewCondition()
        .withType(how)
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  /** A rollout whose change was made, after the first look at its runs. */
  private RolloutStatus following(CronJobRun which) {
    String proved = assess(cluster.live()).hash();
    RolloutStatus rollout =
        stage().begin(cluster.live(), proved, apply(which), this::assess).rollout().orElseThrow();
    while (rollout.step() != RolloutStep.Following) {
      rollout = step(rollout, which);
    }
    return step(rollout, which);
  }

  private RolloutStatus step(RolloutStatus rollout, CronJobRun which) {
    now = now.plus(Duration.ofSeconds(40));
    return stage()
        .advance(rollout, cluster.live(), apply(which), this::assess)
        .rollout()
        .orElseThrow();
  }

  private RolloutStage stage() {
    return new RolloutStage(cluster, FailureTable::builtIn, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static ApplySpec apply(CronJobRun which) {
    ApplySpec d = ApplySpec.defaults();
    return new ApplySpec(
        d.approval(),
        d.maxConcurrent(),
        d.soak(),
        d.deadline(),
        d.failureThreshold(),
        d.downtime(),
        d.windows(),
        d.onDelete(),
        d.unproved(),
        which);
  }

  private Assessment assess(LiveWorkload live) {
    return Assessment.of(live.workload(), TARGET, Knowledge.of(ImageFacts.none()));
  }
}
