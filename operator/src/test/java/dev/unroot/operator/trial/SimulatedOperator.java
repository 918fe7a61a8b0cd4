package dev.unroot.operator.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroot.api.v1alpha1.AllowedPeer;
import dev.unroot.api.v1alpha1.Mode;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialSpec;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.TrialStorage;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationSpec;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.MovingClock;
import dev.unroot.operator.Samples;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.trial.pod.TrialPodFactory;
import dev.unroot.operator.trial.record.OwnPods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drives a trial as the reconciler does: each step's status is written, then time passes. */
final class SimulatedOperator {
  private static final int MAXIMUM_STEPS = 500;

  private final SimulatedCluster cluster;
  private final MovingClock clock;
  private final WorkloadMigration migration;
  private Workload workload;
  private TrialStage stage;
  private Knowledge base = Knowledge.of(ImageFacts.none());
  private OwnPods own = OwnPods.unknown();
  private Optional<Duration> recheck = Optional.of(Duration.ZERO);

  SimulatedOperator(SimulatedCluster cluster, MovingClock clock, Workload workload) {
    this.cluster = cluster;
    this.clock = clock;
    this.workload = workload;
    this.migration = Samples.migration(workload, Mode.Trial);
    this.stage = newStage();
  }

  private TrialStage newStage() {
    return new TrialStage(
        cluster,
        new TrialPodFactory(Samples.SERIALIZATION, Optional.of("unroot-trial"), "busybox", false),
        WorkloadKnowledge.of(base),
        "example/busybox:1",
        clock);
  }

  /** A new process, which knows no more than what was written. */
  void restart() {
    stage = newStage();
    recheck = Optional.of(Duration.ZERO);
  }

  /** A new process, whose administrator gave it more to know. */
  void restart(Knowledge known) {
    base = known;
    restart();
  }

  /** The workload's owner changes it. */
  void change(Workload changed) {
    workload = changed;
    recheck = Optional.of(Duration.ZERO);
  }

  /** The plan says what trial pods can reach. */
  void network(TrialNetwork network) {
    trial(network, migration.getSpec().trial().storage());
  }

  /** The plan says what trial pods get in the place of claims. */
  void storage(TrialStorage storage) {
    trial(TrialNetwork.Inherit, storage);
  }

  private void trial(TrialNetwork network, TrialStorage storage) {
    TrialSpec trial = Samples.TRIAL;
    WorkloadMigrationSpec spec = migration.getSpec();
    migration.setSpec(
        new WorkloadMigrationSpec(
            spec.workload(),
            spec.stage(),
            spec.waiting(),
            spec.target(),
            new TrialSpec(
                network,
                List.of(new AllowedPeer("192.0.2.7/32", 5432, null)),
                trial.soak(),
                trial.deadline(),
                trial.maxAttempts(),
                trial.maxConcurrent(),
                trial.budget(),
                trial.scaledToZero(),
                storage)));
    recheck = Optional.of(Duration.ZERO);
  }

  /** The workload's own pods run these images of its container. */
  void runs(String... digests) {
    own = new OwnPods(Map.of("server", List.of(digests)));
    recheck = Optional.of(Duration.ZERO);
  }

  /** It is looked at again. */
  void wake() {
    recheck = Optional.of(Duration.ZERO);
  }

  OwnPods own() {
    return own;
  }

  TrialStage stage() {
    return stage;
  }

  WorkloadMigration migration() {
    return migration;
  }

  TrialStage.Step step() {
    TrialStage.Step step = stage.advance(migration, workload, Samples.TARGET, own);
    TrialStatus before = migration.getStatus() == null ? null : migration.getStatus().trial();
    if (!step.trial().equals(before)) {
      migration.setStatus(Samples.status(step.trial()));
      cluster.wrote();
    }
    step.recheck().ifPresent(clock::advance);
    recheck = step.recheck();
    return step;
  }

  /** Carries the trial on until nothing is left to do. */
  TrialStatus finish() {
    for (int steps = 0; recheck.isPresent(); steps++) {
      assertThat(steps).as("a trial always ends").isLessThan(MAXIMUM_STEPS);
      step();
    }
    return migration.getStatus().trial();
  }

  /** Carries the trial on until attempt {@code number} has its pod. */
  String untilPod(int number) {
    for (int steps = 0; cluster.created().size() <= number; steps++) {
      assertThat(steps).isLessThan(MAXIMUM_STEPS);
      step();
    }
    return cluster.created().get(number);
  }
}
