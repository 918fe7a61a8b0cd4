package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.RolloutStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a workload is made of, where its own status does not tell how far it has come; asked for
 * only where it is needed.
 */
interface Pieces {
  /**
   * What is made in the same second as a change cannot be told from what was there before. So
   * nobody is asked to do anything about it earlier.
   */
  Duration TOLD_APART = Duration.ofSeconds(2);

  /** The pods that were made since the change. */
  List<Pod> newPods();

  /** The Jobs of a CronJob that were made since the change, and of the changed template. */
  List<Job> newRuns();

  /** Those of {@code live} since it was changed, or put back. */
  static Pieces of(RolloutCluster cluster, RolloutStatus rollout, LiveWorkload live) {
    String since = changedAt(rollout, live);
    return new Pieces() {
      @Override
      public List<Pod> newPods() {
        return NewPods.since(cluster.pods(live), since).stream().filter(this::isLater).toList();
      }

      @Override
      public List<Job> newRuns() {
        String ours = FirstRun.name(live, rollout); // which may be of the same second
        return cluster.runs(live).stream()
            .filter(run -> isLater(run) || run.getMetadata().getName().equals(ours))
            .toList();
      }

      /** In the same second, it may still have been made before. */
      private boolean isLater(HasMetadata object) {
        return object.getMetadata().getCreationTimestamp().compareTo(since) > 0;
      }
    };
  }

  /** By the clock of the API server, as long as it knows of the change: ours may be another. */
  private static String changedAt(RolloutStatus rollout, LiveWorkload live) {
    String changedAt = rollout.changedAt();
    return live.managers().stream()
        .filter(entry -> Managers.OURS.equals(entry.getManager()))
        .map(ManagedFieldsEntry::getTime)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(changedAt == null ? "" : changedAt);
  }
}
