package dev.unroot.operator.trial;

import dev.unroot.api.v1alpha1.AttemptRole;
import dev.unroot.api.v1alpha1.ObservedContainer;
import dev.unroot.api.v1alpha1.TrialAttempt;
import dev.unroot.api.v1alpha1.TrialNetwork;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.api.v1alpha1.WorkloadMigrationStatus;
import dev.unroot.engine.privilege.HostAccess;
import dev.unroot.engine.proposal.Target;
import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.knowledge.WorkloadKnowledge;
import dev.unroot.operator.trial.cluster.Refusal;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.Isolation;
import dev.unroot.operator.trial.pod.Loopholes;
import dev.unroot.operator.trial.pod.PodHealth;
import dev.unroot.operator.trial.pod.TrialPodFactory;
import dev.unroot.operator.trial.record.AttemptWords;
import dev.unroot.operator.trial.record.OwnPods;
import dev.unroot.operator.trial.record.TrialImages;
import dev.unroot.operator.trial.record.TrialOwners;
import dev.unroot.operator.trial.record.TrialProgress;
import dev.unroot.operator.trial.record.TrialRecords;
import dev.unroot.operator.trial.record.TrialRetry;
import dev.unroot.operator.trial.record.TrialRun;
import dev.unroot.operator.trial.storage.StandIn;
import dev.unroot.operator.trial.storage.VolumeSetUp;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Carries a trial on, one step a call: the control, then candidate after candidate, each made from
 * what the ones before it taught.
 *
 * <p>A step either does one thing in the cluster or asks for one write of the status, never both,
 * and an attempt is written before its pod is made. So the operator may be killed after any step:
 * the next one reads the same status and the same pods and goes on from there.
 */
public final class TrialStage {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int MOST_NAMES = 5;
  private static final String NOT_ENFORCED =
      "its workload was not started: the network does not hold to NetworkPolicies, so that it would"
          + " not be isolated. Set spec.trial.network of the plan to Inherit to accept that a trial"
          + " pod reaches what the namespace reaches";

  private final TrialCluster cluster;
  private final Clones clones;
  private final AttemptPods attemptPods;
  private final TrialProgress progress;
  private final Soak observers;
  private final PodLogs logs;
  private final Clock clock;

  /** Tries in {@code cluster}, with observers of {@code observerImage}. */
  public TrialStage(
      TrialCluster cluster,
      TrialPodFactory podFactory,
      WorkloadKnowledge base,
      String observerImage,
      Clock clock) {
    this.cluster = cluster;
    this.clones = new Clones(cluster);
    this.progress = new TrialProgress(base, clock);
    this.attemptPods = new AttemptPods(cluster, podFactory, progress, clones);
    this.observers = new Soak(cluster, observerImage);
    this.logs = new PodLogs(cluster, base.failureTable());
    this.clock = clock;
  }

  /**
   * What a step came to.
   *
   * @param trial the trial as it is to be written; the same as before where nothing has to be
   * @param recheck when to call again; nothing once the trial has its verdict and left nothing
   *     behind
   */
  public record Step(TrialStatus trial, Optional<Duration> recheck) {
    /**
     * The same step, which also tells of attempt {@code number}, where there is anything to tell.
     */
    private Step told(int number, Optional<String> what) {
      return what.map(said -> new Step(AttemptWords.told(trial, number, said), recheck))
          .orElse(this);
    }
  }

  /**
   * One step of the trial of {@code workload}; {@code migration} must be as the API server has it
   * now. A trial that could not tell is begun again where its time has come ({@link TrialRetry}).
   *
   * @param own what its own pods run
   */
  public Step advance(WorkloadMigration migration, Workload workload, Target target, OwnPods own) {
    TrialStatus recorded = current(migration, workload, target, own);
    TrialRun run =
        new TrialRun(migration, workload, target, TrialRetry.begun(recorded, clock.instant()));
    List<Pod> pods = pods(migration);
    Optional<TrialAttempt> running = progress.running(run.trial());
    sweep(pods, running.map(TrialAttempt::pod));
    if (run.trial().verdict() != null) {
      return new Step(run.trial(), Optional.empty());
    }
    if (running.isEmpty()) {
      return write(progress.next(run));
    }
    if (running.get().role() == AttemptRole.Control && isBoundToNode(workload)) {
      return watchProduction(run, running.get());
    }
    Optional<Pod> pod =
        pods.stream()
            .filter(p -> p.getMetadata().getName().equals(running.get().pod()))
            .findFirst();
    return pod.isEmpty()
        ? watch(run, running.get(), pod)
        : withImages(run, running.get(), pod.get(), own, watch(run, running.get(), pod));
  }

  /**
   * A step that ends an attempt notes what its pod ran and what it told of volumes; with another
   * image it says nothing.
   */
  private Step withImages(TrialRun run, TrialAttempt attempt, Pod pod, OwnPods own, Step step) {
    if (step.trial().equals(run.trial())) {
      return step;
    }
    // Not tried anew at once: nodes that hold different images of one tag would go on for ever.
    return TrialImages.difference(run.trial(), pod)
        .map(why -> write(progress.inconclusive(run, attempt, why)))
        .orElseGet(
            () ->
                new Step(
                    TrialOwners.noted(TrialImages.noted(step.trial(), pod, own), pod),
                    step.recheck()));
  }

  private TrialStatus current(
      WorkloadMigration migration, Workload workload, Target target, OwnPods own) {
    TrialStatus recorded = progress.current(migration, workload, target);
    return TrialImages.outdated(recorded, own).map(recorded::anew).orElse(recorded);
  }

  /** What was recorded of {@code workload} as it is now, where anything was. */
  public Optional<TrialStatus> recorded(
      WorkloadMigration migration, Workload workload, Target target, OwnPods own) {
    return Optional.of(current(migration, workload, target, own))
        .filter(trial -> !trial.attempts().isEmpty());
  }

  /** The verdict that was reached for {@code workload} as it is now, where there is one. */
  public Optional<TrialStatus> proof(
      WorkloadMigration migration, Workload workload, Target target, OwnPods own) {
    WorkloadMigrationStatus status = migration.getStatus();
    if (status == null || status.trial() == null) {
      return Optional.empty();
    }
    return Optional.of(current(migration, workload, target, own))
        .filter(trial -> trial.verdict() != null);
  }

  /**
   * The trial that is to be started anew because the one before says nothing any more; nothing
   * where there was none before, and once it was started.
   */
  public Optional<TrialStatus> outdated(
      WorkloadMigration migration, Workload workload, Target target, OwnPods own) {
    return Optional.of(current(migration, workload, target, own))
        .filter(trial -> trial.attempts().isEmpty() && trial.startedAnew() != null);
  }

  /** Ends every trial pod of {@code migration}. */
  public void sweep(WorkloadMigration migration) {
    sweep(pods(migration), Optional.empty());
  }

  /**
   * The trial pods that {@code migration} controls: a label alone, which anybody may have set,
   * makes no pod ours. Admission lets us delete no others.
   */
  private List<Pod> pods(WorkloadMigration migration) {
    String owner = migration.getMetadata().getUid();
    return cluster
        .pods(migration.getMetadata().getNamespace(), migration.getMetadata().getName())
        .stream()
        .filter(
            pod ->
                pod.getMetadata().getOwnerReferences().stream()
                    .anyMatch(
                        o -> o.getUid().equals(owner) && Boolean.TRUE.equals(o.getController())))
        .toList();
  }

  private void sweep(List<Pod> pods, Optional<String> except) {
    for (Pod pod : pods) {
      boolean kept = except.filter(pod.getMetadata().getName()::equals).isPresent();
      if (!kept && pod.getMetadata().getDeletionTimestamp() == null) {
        cluster.delete(pod);
      }
    }
  }

  private static boolean isBoundToNode(Workload workload) {
    return !HostAccess.of(workload.template()).isEmpty();
  }

  /**
   * What reaches its node is never started a second time as it is: that its own pods are ready is
   * the control.
   */
  private Step watchProduction(TrialRun run, TrialAttempt attempt) {
    Map<String, String> labels = run.workload().template().metadata().textMap("labels");
    List<Pod> own =
        labels.isEmpty()
            ? List.of()
            : cluster.labelled(run.migration().getMetadata().getNamespace(), labels);
    long ready = own.stream().filter(TrialStage::isReady).count();
    return write(
        ready > 0
            ? progress.healthyInProduction(run, attempt, ready)
            : progress.inconclusive(
                run,
                attempt,
                "none of its own pods is ready, and one that reaches its node is not started for"
                    + " comparison"));
  }

  private static boolean isReady(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private Step watch(TrialRun run, TrialAttempt attempt, Optional<Pod> found) {
    if (found.isEmpty()) {
      return isLate(run, attempt, Duration.ZERO)
          ? write(progress.inconclusive(run, attempt, "its pod was gone when its time was up"))
          : start(run, attempt);
    }
    Pod pod = found.get();
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      // Preempted, drained or deleted by somebody: that its containers end says nothing of them.
      return isLate(run, attempt, soak(run))
          ? write(progress.inconclusive(run, attempt, "its pod was deleted and does not end"))
          : wait(run, POLL);
    }
    if (isIsolated(run) && Isolation.isStillChecked(pod)) {
      cluster.isolate(Isolation.policy(pod, run.migration().getSpec().trial().allow()));
    }
    if (Isolation.isReachable(pod)) {
      return write(progress.notIsolated(run, attempt, NOT_ENFORCED));
    }
    Optional<String> unclonable = clones.make(run, pod);
    if (unclonable.isPresent()) {
      return write(progress.inconclusive(run, attempt, unclonable.get()));
    }
    try {
      Step judged = judge(run, attempt, pod);
      return judged.trial().equals(run.trial())
          ? judged
          : judged.told(attempt.number(), clones.missing(run, attempt, pod));
    } catch (KubernetesClientException e) {
      if (Refusal.isAnswer(e) || !isLate(run, attempt, soak(run))) {
        throw e;
      }
      String why = "its node does not answer: " + Refusal.message(e);
      return write(progress.inconclusive(run, attempt, why));
    }
  }

  private Step judge(TrialRun run, TrialAttempt attempt, Pod pod) {
    PodHealth health = PodHealth.of(pod, !run.workload().reference().kind().serves());
    if (health instanceof PodHealth.Failed failed) {
      if (failed.containers().stream().anyMatch(c -> c.name().equals(VolumeSetUp.CONTAINER))) {
        return write(progress.inconclusive(run, attempt, "its volumes could not be prepared"));
      }
      return write(progress.failed(run, attempt, logs.failures(pod, failed)));
    }
    if (health instanceof PodHealth.Unstartable unstartable) {
      return write(progress.inconclusive(run, attempt, unstartable.why()));
    }
    if (health instanceof PodHealth.Completed) {
      return write(progress.completed(run, attempt));
    }
    if (health instanceof PodHealth.Running running) {
      return soak(run, attempt, pod, running);
    }
    PodHealth.Starting starting = (PodHealth.Starting) health;
    if (!isLate(run, attempt, Duration.ZERO)) {
      return wait(run, POLL);
    }
    Optional<String> delay = clones.delay(run, pod);
    String late =
        "not healthy within "
            + run.migration().getSpec().trial().deadline()
            + ": "
            + delay.map(why -> why + "; ").orElse("")
            + starting.what();
    return starting.scheduled() && delay.isEmpty()
        ? write(progress.failed(run, attempt, logs.unready(pod, late)))
        : write(progress.inconclusive(run, attempt, late));
  }

  private static boolean isIsolated(TrialRun run) {
    return run.migration().getSpec().trial().network() != TrialNetwork.Inherit;
  }

  private Step start(TrialRun run, TrialAttempt attempt) {
    Pod pod = attemptPods.pod(run, attempt);
    if (isIsolated(run)) {
      List<String> loopholes =
          Loopholes.of(
              cluster.policies(pod.getMetadata().getNamespace()), pod.getMetadata().getLabels());
      if (!loopholes.isEmpty()) {
        return write(progress.notIsolated(run, attempt, openedBy(loopholes)));
      }
    }
    try {
      cluster.create(pod);
      return wait(run, SOON);
    } catch (KubernetesClientException e) {
      if (Refusal.isTooSoon(e) && !isLate(run, attempt, Duration.ZERO)) {
        return wait(run, POLL);
      }
      if (Refusal.isOfObject(e)) {
        String why = "the cluster refused the pod: " + Refusal.message(e);
        return write(progress.inconclusive(run, attempt, why));
      }
      throw e;
    }
  }

  private static String openedBy(List<String> policies) {
    return "is not started: NetworkPolicies that select every pod would let it out. Let them select the"
        + " workload's own labels, or set spec.trial.network of the plan to Inherit: "
        + policies.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (policies.size() > MOST_NAMES ? ", ..." : "");
  }

  private Step soak(TrialRun run, TrialAttempt attempt, Pod pod, PodHealth.Running running) {
    Look look =
        observers.look(
            pod,
            running.since(),
            soak(run),
            clock.instant(),
            isLate(run, attempt, soak(run)),
            StandIn.standing(pod, StandIn.replaced(run.workload())));
    if (look instanceof Look.NotYet notYet) {
      return wait(run, notYet.again());
    }
    if (look instanceof Look.Silent silent) {
      return write(progress.inconclusive(run, attempt, silent.why()));
    }
    List<ObservedContainer> seen =
        look instanceof Look.Seen observed
            ? observed.observations().stream().map(TrialRecords::observed).toList()
            : List.of();
    Optional<String> unobserved =
        look instanceof Look.Blind blind ? Optional.of(blind.why()) : Optional.empty();
    return write(progress.healthy(run, attempt, seen, logs.complaints(pod), unobserved));
  }

  private static Duration soak(TrialRun run) {
    return run.migration().getSpec().trial().soakDuration();
  }

  private boolean isLate(TrialRun run, TrialAttempt attempt, Duration more) {
    Instant deadline =
        Instant.parse(attempt.startedAt())
            .plus(run.migration().getSpec().trial().deadlineDuration())
            .plus(more);
    return clock.instant().isAfter(deadline);
  }

  private static Step wait(TrialRun run, Duration time) {
    return new Step(run.trial(), Optional.of(time));
  }

  private static Step write(TrialStatus trial) {
    return new Step(trial, Optional.of(SOON));
  }
}
