package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.ApplySpec;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.Assessment;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.proposal.Proposal;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.WorkloadId;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries a rollout on, one step a call.
 *
 * <p>A step either writes to the workload once (changes it, or makes a run of a CronJob) or asks
 * for one write of the status, never both, and what was there is on record before the workload is
 * changed. So the operator may be killed after any step: the next one reads the same status and the
 * same workload and goes on from there.
 */
public final class RolloutStage {
  private static final Set<RolloutStep> OPEN =
      EnumSet.of(
          RolloutStep.Recorded,
          RolloutStep.Following,
          RolloutStep.Soaking,
          RolloutStep.Reverting,
          RolloutStep.Recovering);

  private static final Set<WorkloadKind> ROLLED_OUT =
      EnumSet.of(
          WorkloadKind.DEPLOYMENT,
          WorkloadKind.STATEFUL_SET,
          WorkloadKind.DAEMON_SET,
          WorkloadKind.CRON_JOB,
          WorkloadKind.REPLICA_SET,
          WorkloadKind.REPLICATION_CONTROLLER);

  private final RolloutCluster cluster;
  private final Steps steps;
  private final Change change;
  private final Following following;
  private final PuttingBack puttingBack;

  /**
   * Rolls out in {@code cluster}.
   *
   * @param table what tells failures in logs
   */
  public RolloutStage(RolloutCluster cluster, Supplier<FailureTable> table, Clock clock) {
    this.cluster = cluster;
    this.steps = new Steps(cluster, clock);
    PodWatch watch = new PodWatch(cluster, table);
    this.change = new Change(cluster, steps, watch);
    this.following = new Following(cluster, steps, watch);
    this.puttingBack = new PuttingBack(cluster, steps);
  }

  /**
   * What a step came to.
   *
   * @param rollout as it is to be written; nothing where none is begun, or the one that was begun
   *     is given up before it changed anything
   * @param recheck when to call again; nothing once it has come to its end
   */
  public record Step(Optional<RolloutStatus> rollout, Optional<Duration> recheck) {}

  /** Whether workloads of {@code kind} are rolled out: they can be changed. */
  public static boolean rollsOut(WorkloadKind kind) {
    return ROLLED_OUT.contains(kind);
  }

  /** Why a proposal is not rolled out as its plan has it; nothing where it may be. */
  public static Optional<String> refusal(WorkloadKind kind, Proposal proposal, ApplySpec apply) {
    return Strategy.refusal(kind, proposal, apply);
  }

  /** A workload as it is now. */
  public Optional<LiveWorkload> find(WorkloadId id) {
    return cluster.find(id);
  }

  /** The step of a rollout whose workload is gone. */
  public static Step gone() {
    return Steps.none();
  }

  /** Whether {@code rollout} has to be carried on, whatever its plan asks for by now. */
  public static boolean isOpen(Optional<RolloutStatus> rollout) {
    return rollout.map(RolloutStatus::step).filter(OPEN::contains).isPresent();
  }

  /**
   * Puts on record what is there, where what is proved is what would be done now.
   *
   * @param proved the hash of the proposal that was proved and, where it has to be, agreed to
   * @param assess what the engine says of a workload, by all that is known
   */
  public Step begin(
      LiveWorkload live,
      String proved,
      ApplySpec apply,
      Function<LiveWorkload, Assessment> assess) {
    return change.begin(live, proved, apply, assess);
  }

  /** One step of an open rollout. */
  public Step advance(
      RolloutStatus rollout,
      LiveWorkload live,
      ApplySpec apply,
      Function<LiveWorkload, Assessment> assess) {
    RolloutStep step = rollout.step();
    if (step == null) {
      return Steps.done(rollout);
    }
    return switch (step) {
      case Recorded -> change.make(rollout, live, assess);
      case Following -> following.follow(rollout, live, apply);
      case Soaking -> following.soak(rollout, live, apply);
      case Reverting -> puttingBack.revert(rollout, live);
      case Recovering -> puttingBack.recover(rollout, live, apply);
      case Migrated, Regressed, RolledBack, Refused, Conflict -> Steps.done(rollout);
    };
  }

  /**
   * Begins to take back a change that stands; nothing where it does not stand as it was made, so
   * that what others wrote since is not overwritten.
   */
  public Optional<RolloutStatus> withdrawn(RolloutStatus rollout, LiveWorkload live, String why) {
    return rollout.step() == RolloutStep.Migrated && Steps.isThe(live, rollout, rollout.after())
        ? Optional.of(rollout.at(RolloutStep.Reverting, why))
        : Optional.empty();
  }

  /** A change that stood and was taken out again: by whom. */
  public RolloutStatus regressed(RolloutStatus rollout, Optional<LiveWorkload> live, String level) {
    return rollout.at(
        RolloutStep.Regressed,
        live.map(Steps::lastManager).orElse("somebody")
            + " changed the pod template after it was migrated: "
            + (level.equals(rollout.level())
                ? "it is as it was before"
                : "it meets " + level + " now, instead of " + rollout.level()));
  }

  /** A change that was taken out and is there again. */
  public RolloutStatus restored(RolloutStatus rollout) {
    return rollout.at(RolloutStep.Migrated, "it was changed back, and meets its level again");
  }
}
