package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.CronJobRun;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.rollout.PodWatch.Found;
import dev.unroot.operator.rollout.RolloutStage.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Watches a workload with the change until it stands, or has to be taken back. */
final class Following {
  private final RolloutCluster cluster;
  private final Steps steps;
  private final PodWatch watch;
  private final FirstRun firstRun;

  Following(RolloutCluster cluster, Steps steps, PodWatch watch) {
    this.cluster = cluster;
    this.steps = steps;
    this.watch = watch;
    this.firstRun = new FirstRun(cluster);
  }

  Step follow(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!Steps.isThe(live, rollout, rollout.after())) {
      return steps.conflict(rollout, live);
    }
    Replacement replacement = Replacement.of(live, Pieces.of(cluster, rollout, live));
    if (replacement instanceof Replacement.Complete) {
      return Steps.write(
          rollout
              .at(RolloutStep.Soaking, "healthy so far, watched for " + apply.soak())
              .soaking(steps.now()));
    }
    Optional<Found> trouble = watch.trouble(rollout, live);
    if (trouble.isPresent()) {
      return takeBack(rollout, trouble.get());
    }
    if (replacement instanceof Replacement.Waits waits) {
      if (isRunAtOnce(live, apply)) {
        return firstRun.make(rollout, live, waits.what());
      }
      return steps.isOver(rollout.changedAt(), Pieces.TOLD_APART)
          ? Steps.waits(rollout, waits.what())
          : Steps.later(rollout);
    }
    if (replacement instanceof Replacement.Stuck stuck) {
      return takeBack(rollout, new Found(stuck.why(), List.of()));
    }
    return steps.isOver(rollout.changedAt(), apply.deadlineDuration())
        ? takeBack(
            rollout, new Found("its pods were not replaced within " + apply.deadline(), List.of()))
        : Steps.told(rollout, ((Replacement.UnderWay) replacement).how());
  }

  private static boolean isRunAtOnce(LiveWorkload live, ApplySpec apply) {
    return live.kind() == WorkloadKind.CRON_JOB && apply.cronJobRun() == CronJobRun.Immediate;
  }

  Step soak(RolloutStatus rollout, LiveWorkload live, ApplySpec apply) {
    if (!Steps.isThe(live, rollout, rollout.after())) {
      return steps.conflict(rollout, live);
    }
    Optional<Found> setback = watch.setback(rollout, live);
    if (setback.isPresent()) {
      return takeBack(rollout, setback.get());
    }
    boolean isOver = steps.isOver(rollout.soakingSince(), apply.soakDuration());
    Optional<String> missing = missing(rollout, live, isOver);
    if (missing.isPresent()) {
      boolean isTooLate =
          steps.isOver(rollout.soakingSince(), apply.soakDuration().plus(apply.deadlineDuration()));
      return isTooLate
          ? takeBack(rollout, new Found(missing.get(), List.of()))
          : Steps.told(rollout, missing.get());
    }
    if (!isOver) {
      return steps.withinSoak(rollout, apply.soakDuration());
    }
    Optional<Found> complaint = watch.complaint(rollout, live);
    if (complaint.isPresent()) {
      return takeBack(rollout, complaint.get());
    }
    List<Map<String, Object>> strategy = Strategy.restored(rollout.revert(), live);
    return strategy.isEmpty()
        ? Steps.write(
            rollout
                .at(RolloutStep.Migrated, "healthy for " + apply.soak() + " with the change")
                .ended(steps.now()))
        : steps.putBack(rollout, live, Revert.guarded(strategy, live));
  }

  private Optional<String> missing(RolloutStatus rollout, LiveWorkload live, boolean isOver) {
    boolean isReady =
        live.kind() == WorkloadKind.CRON_JOB // a run that succeeded has, also once it is deleted
            || Replacement.of(live, Pieces.of(cluster, rollout, live))
                    instanceof Replacement.Complete complete
                && complete.ready() >= rollout.readyBefore();
    if (!isReady) {
      return Optional.of("its pods are not all ready any more");
    }
    return isOver ? watch.missingEndpoints(rollout, live) : Optional.empty();
  }

  private static Step takeBack(RolloutStatus rollout, Found found) {
    return Steps.write(
        rollout.at(RolloutStep.Reverting, found.why()).withEvidence(found.evidence()));
  }
}
