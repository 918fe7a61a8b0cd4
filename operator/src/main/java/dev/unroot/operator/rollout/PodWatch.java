package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.Evidence;
import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.operator.rollout.NewPods.Trouble;
import dev.unroot.operator.trial.record.TrialRecords;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the pods of a workload tell: before a change, and after it. */
final class PodWatch {
  /** Replicas run the same program: a few of them tell what it says. */
  private static final int MOST_READ = 3;

  private final RolloutCluster cluster;
  private final Supplier<FailureTable> table;

  PodWatch(RolloutCluster cluster, Supplier<FailureTable> table) {
    this.cluster = cluster;
    this.table = table;
  }

  /**
   * What a workload was like before a change.
   *
   * @param endpoints at how many addresses Services reached it; nothing where that is not known
   * @param complaints the kinds of failures in its logs
   */
  record Before(Optional<Integer> endpoints, List<String> complaints) {}

  /** How {@code live} is doing now. */
  Before before(LiveWorkload live) {
    List<Pod> pods = cluster.pods(live);
    return new Before(
        cluster.endpoints(pods),
        complaints(pods).stream().map(Evidence::kind).distinct().sorted().toList());
  }

  /** Why new pods will not come up, with what they printed; nothing where they may. */
  Optional<Found> trouble(RolloutStatus rollout, LiveWorkload live) {
    return found(NewPods.trouble(cluster.pods(live), since(rollout)));
  }

  /** What is wrong with pods that came up; nothing where nothing is. */
  Optional<Found> setback(RolloutStatus rollout, LiveWorkload live) {
    List<Pod> pods = cluster.pods(live);
    return found(NewPods.restarted(pods, since(rollout)))
        .or(() -> found(NewPods.otherUser(pods, since(rollout))));
  }

  /** What is wrong at the end of a soak; nothing where nothing is. */
  Optional<Found> complaint(RolloutStatus rollout, LiveWorkload live) {
    List<Pod> pods = NewPods.since(cluster.pods(live), since(rollout));
    List<Evidence> news =
        complaints(pods).stream()
            .filter(told -> !rollout.complaintsBefore().contains(told.kind()))
            .toList();
    if (!news.isEmpty()) {
      Evidence first = news.get(0);
      return Optional.of(
          new Found(
              "container "
                  + first.container()
                  + " of a new pod tells of what it did not tell of before: "
                  + first.line(),
              news));
    }
    return Optional.empty();
  }

  /** How many addresses of Services are missing that were there; nothing where none is. */
  Optional<String> missingEndpoints(RolloutStatus rollout, LiveWorkload live) {
    Integer before = rollout.endpointsBefore();
    if (before == null) {
      return Optional.empty();
    }
    return cluster
        .endpoints(cluster.pods(live))
        .filter(now -> now < before)
        .map(now -> "Services reach it at " + now + " addresses, before it was " + before);
  }

  /**
   * Something that is wrong.
   *
   * @param why for people
   * @param evidence what pods printed of it
   */
  record Found(String why, List<Evidence> evidence) {}

  private Optional<Found> found(Optional<Trouble> trouble) {
    return trouble.map(
        t ->
            new Found(
                "container " + t.container() + " of a new pod " + t.why(),
                TrialRecords.evidence(read(t.pod(), t.container()))));
  }

  private List<Evidence> complaints(List<Pod> pods) {
    List<Failure> failures = new ArrayList<>();
    for (Pod pod : pods.subList(0, Math.min(MOST_READ, pods.size()))) {
      for (Container container : pod.getSpec().getContainers()) {
        failures.addAll(read(pod, container.getName()));
      }
    }
    return TrialRecords.evidence(failures);
  }

  private List<Failure> read(Pod pod, String container) {
    return cluster
        .log(pod, container)
        .map(log -> FailureReader.read(container, log, table.get()))
        .orElse(List.of());
  }

  /** The change was seen a moment after it was made: its first pods may be older than that. */
  private static String since(RolloutStatus rollout) {
    String startedAt = rollout.startedAt();
    return startedAt == null ? "" : startedAt;
  }
}
