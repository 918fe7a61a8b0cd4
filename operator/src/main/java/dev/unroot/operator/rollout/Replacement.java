package dev.unroot.operator.rollout;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;

/**
 * How far the pods of a workload have been replaced by those of its newest template, as its status
 * tells.
 */
sealed interface Replacement {
  /** It goes on; {@code how} for people. */
  record UnderWay(String how) implements Replacement {}

  /** It goes on when a person does what {@code what} says, and not before. */
  record Waits(String what) implements Replacement {}

  /** It will not end by itself; {@code why} for people. */
  record Stuck(String why) implements Replacement {}

  /** All pods are new, and as many as there are to be are available. */
  record Complete(long ready) implements Replacement {}

  /** How far {@code workload} has come. */
  static Replacement of(LiveWorkload workload, Pieces pieces) {
    Fields spec = workload.object().object("spec");
    Fields status = workload.object().object("status");
    boolean isSeen =
        workload.kind() == WorkloadKind.CRON_JOB // which does not tell
            || status.integer("observedGeneration").orElse(0L) >= workload.generation();
    if (!isSeen) {
      return new UnderWay("its controller has not seen the change yet");
    }
    return switch (workload.kind()) {
      case DEPLOYMENT -> ofDeployment(spec, status);
      case STATEFUL_SET -> ofStatefulSet(spec, status);
      case DAEMON_SET -> ofDaemonSet(spec, status);
      case REPLICA_SET, REPLICATION_CONTROLLER -> ofReplicas(spec, status, pieces);
      case CRON_JOB -> ofCronJob(spec, pieces);
      case JOB, POD -> new Waits("nothing replaces its pods");
    };
  }

  /** How many pods are ready, as the status of {@code workload} tells. */
  static int ready(LiveWorkload workload) {
    Fields status = workload.object().object("status");
    return status
        .integer(
            switch (workload.kind()) {
              case DAEMON_SET -> "numberReady";
              default -> "readyReplicas";
            })
        .orElse(0L)
        .intValue();
  }

  private static Replacement ofDeployment(Fields spec, Fields status) {
    long wanted = spec.integer("replicas").orElse(1L);
    if (wanted == 0) {
      return new Waits("it is scaled to zero");
    }
    if (spec.flag("paused").orElse(false)) {
      return new Waits("the Deployment is paused: kubectl rollout resume");
    }
    boolean isPastDeadline =
        status.objects("conditions", "type").stream()
            .anyMatch(
                condition ->
                    condition.text("reason").filter("ProgressDeadlineExceeded"::equals).isPresent()
                        && condition.text("status").filter("False"::equals).isPresent());
    if (isPastDeadline) {
      return new Stuck("the Deployment is past its progress deadline");
    }
    long updated = status.integer("updatedReplicas").orElse(0L);
    long all = status.integer("replicas").orElse(0L);
    long available = status.integer("availableReplicas").orElse(0L);
    return updated >= wanted && all == updated && available >= wanted
        ? new Complete(status.integer("readyReplicas").orElse(0L))
        : new UnderWay(updated + " of " + wanted + " pods are new, " + available + " available");
  }

  private static Replacement ofStatefulSet(Fields spec, Fields status) {
    long wanted = spec.integer("replicas").orElse(1L);
    if (wanted == 0) {
      return new Waits("it is scaled to zero");
    }
    Fields strategy = spec.object("updateStrategy");
    long partition = strategy.object("rollingUpdate").integer("partition").orElse(0L);
    long updated = status.integer("updatedReplicas").orElse(0L);
    long ready = status.integer("readyReplicas").orElse(0L);
    boolean isDone = updated >= wanted && ready >= wanted;
    if (isDone) {
      return new Complete(ready);
    }
    if (strategy.text("type").filter("OnDelete"::equals).isPresent()) {
      return new Waits("its strategy is OnDelete: delete its pods one after the other");
    }
    if (partition > 0 && updated >= wanted - partition && ready >= wanted) {
      return new Waits("its pods below partition " + partition + " keep the old template");
    }
    return new UnderWay(updated + " of " + wanted + " pods are new, " + ready + " ready");
  }

  private static Replacement ofReplicas(Fields spec, Fields status, Pieces pieces) {
    long wanted = spec.integer("replicas").orElse(1L);
    if (wanted == 0) {
      return new Waits("it is scaled to zero");
    }
    List<Pod> pods = pieces.newPods();
    if (pods.size() < wanted) {
      return new Waits(
          pods.size()
              + " of "
              + wanted
              + " pods are new; nothing replaces the others: delete them one after the other");
    }
    long ready = pods.stream().filter(NewPods::isReady).count();
    return ready >= wanted
        ? new Complete(status.integer("readyReplicas").orElse(0L))
        : new UnderWay(ready + " of " + wanted + " new pods are ready");
  }

  private static Replacement ofCronJob(Fields spec, Pieces pieces) {
    List<Job> runs = pieces.newRuns();
    if (runs.stream().anyMatch(run -> ended(run, "Complete"))) {
      return new Complete(0);
    }
    if (runs.stream().anyMatch(run -> ended(run, "Failed"))) {
      return new Stuck("its first run with the change failed");
    }
    if (!runs.isEmpty()) {
      return new Waits(
          "its first run with the change goes on: " + runs.get(0).getMetadata().getName());
    }
    return spec.flag("suspend").orElse(false)
        ? new Waits("it is suspended, and nobody runs it by itself: its next run is awaited")
        : new Waits("its next run is awaited");
  }

  /** Whether {@code run} came to an end of this type: {@code Complete} or {@code Failed}. */
  static boolean ended(Job run, String how) {
    return run.getStatus() != null
        && run.getStatus().getConditions() != null
        && run.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    how.equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  private static Replacement ofDaemonSet(Fields spec, Fields status) {
    long wanted = status.integer("desiredNumberScheduled").orElse(0L);
    if (wanted == 0) {
      return new Waits("no node runs it");
    }
    long updated = status.integer("updatedNumberScheduled").orElse(0L);
    long available = status.integer("numberAvailable").orElse(0L);
    if (updated >= wanted && available >= wanted) {
      return new Complete(status.integer("numberReady").orElse(0L));
    }
    return spec.object("updateStrategy").text("type").filter("OnDelete"::equals).isPresent()
        ? new Waits("its strategy is OnDelete: delete its pods one after the other")
        : new UnderWay(updated + " of " + wanted + " pods are new, " + available + " available");
  }
}
