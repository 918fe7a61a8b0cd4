package dev.unroot.operator.rollout;

import dev.unroot.api.v1alpha1.RolloutStatus;
import dev.unroot.api.v1alpha1.RolloutStep;
import dev.unroot.engine.workload.WorkloadReference;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.rollout.RolloutStage.Step;
import dev.unroot.operator.trial.cluster.Refusal;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a step comes to, and when the next one is. */
final class Steps {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SELDOM = Duration.ofSeconds(10);
  private static final int LOOKS_OF_SOAK = 5;
  private static final int UNPROCESSABLE = 422;
  private static final String NOT_APPLIED = "the server rejected our request due to an error";

  /** For people, where {@link #isStale} says that somebody was faster, and nobody was. */
  static final String NOT_AS_IT_SAYS =
      "the API server does not apply a patch to what it says is there";

  private final RolloutCluster cluster;
  private final Clock clock;

  Steps(RolloutCluster cluster, Clock clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Nothing was begun, and nothing is changed. */
  static Step none() {
    return new Step(Optional.empty(), Optional.of(POLL));
  }

  /** {@code rollout} is further than it was. */
  static Step write(RolloutStatus rollout) {
    return new Step(
        Optional.of(rollout),
        RolloutStage.isOpen(Optional.of(rollout)) ? Optional.of(SOON) : Optional.empty());
  }

  /** It goes on, and says how. */
  static Step told(RolloutStatus rollout, String message) {
    return new Step(Optional.of(rollout.at(rollout.step(), message)), Optional.of(POLL));
  }

  /** It goes on when a person, or a schedule, does what {@code what} says. */
  static Step waits(RolloutStatus rollout, String what) {
    return new Step(Optional.of(rollout.at(rollout.step(), what)), Optional.of(SELDOM));
  }

  /** Nothing is to be told yet. */
  static Step later(RolloutStatus rollout) {
    return new Step(Optional.of(rollout), Optional.of(POLL));
  }

  /**
   * Nothing is to be told yet of a soak. Some looks are enough, since restarts are counted: each
   * costs requests, for each workload that is rolled out.
   */
  Step withinSoak(RolloutStatus rollout, Duration soak) {
    Duration part = soak.dividedBy(LOOKS_OF_SOAK);
    Duration time = part.compareTo(POLL) < 0 ? POLL : part.compareTo(SELDOM) > 0 ? SELDOM : part;
    String since = rollout.soakingSince();
    Duration left =
        since == null
            ? time
            : Duration.between(clock.instant(), Instant.parse(since).plus(soak)).plus(SOON);
    return new Step(Optional.of(rollout), Optional.of(left.compareTo(time) < 0 ? left : time));
  }

  /** What was written is looked at in the next step. */
  static Step soon(RolloutStatus rollout) {
    return new Step(Optional.of(rollout), Optional.of(SOON));
  }

  /** It came to its end. */
  static Step done(RolloutStatus rollout) {
    return new Step(Optional.of(rollout), Optional.empty());
  }

  /** Takes a part of the change back; whoever was faster is looked at in the next step. */
  Step putBack(RolloutStatus rollout, LiveWorkload live, List<Map<String, Object>> patch) {
    try {
      cluster.change(live, patch);
    } catch (KubernetesClientException e) {
      if (!isStale(e)) {
        throw e;
      }
      if (isUnchanged(live)) {
        return told(rollout, NOT_AS_IT_SAYS + "; it may be put back by hand");
      }
    }
    return soon(rollout);
  }

  /** What somebody else wrote is not overwritten. */
  Step conflict(RolloutStatus rollout, LiveWorkload live) {
    return write(
        rollout
            .at(
                RolloutStep.Conflict,
                lastManager(live)
                    + " changed the pod template during the rollout; it is left as it is")
            .ended(now()));
  }

  /** Who wrote to {@code live} last, but for us and for its status. */
  static String lastManager(LiveWorkload live) {
    return live.managers().stream()
        .filter(entry -> !Managers.OURS.equals(entry.getManager()))
        .filter(entry -> entry.getSubresource() == null || entry.getSubresource().isEmpty())
        .filter(entry -> entry.getTime() != null)
        .max((one, other) -> one.getTime().compareTo(other.getTime()))
        .map(ManagedFieldsEntry::getManager)
        .orElse("somebody");
  }

  /**
   * Whether a {@code test} of a patch failed: the workload is not the one that it was made for. The
   * API server says no more of that than that it could not apply the patch; what admission and
   * validation refuse, they name.
   */
  static boolean isStale(KubernetesClientException e) {
    return e.getCode() == HttpURLConnection.HTTP_CONFLICT
        || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
        || e.getCode() == UNPROCESSABLE && Refusal.message(e).startsWith(NOT_APPLIED);
  }

  /** Whether a workload is still the one that {@code live} was read of, to the last field. */
  boolean isUnchanged(LiveWorkload live) {
    WorkloadReference reference = live.workload().reference();
    return cluster
        .find(
            new WorkloadId(
                live.kind().apiVersion(),
                live.kind().kind(),
                reference.namespace(),
                reference.name()))
        .map(LiveWorkload::resourceVersion)
        .filter(live.resourceVersion()::equals)
        .isPresent();
  }

  /** Whether {@code live} is the object that {@code rollout} is about, with {@code template}. */
  static boolean isThe(LiveWorkload live, RolloutStatus rollout, String template) {
    return live.uid().equals(rollout.uid()) && live.hash().equals(template);
  }

  /** Whether {@code time} has gone by since {@code since}; never since nothing. */
  boolean isOver(@Nullable String since, Duration time) {
    return since != null && clock.instant().isAfter(Instant.parse(since).plus(time));
  }

  /** The time, in the precision of the API server. */
  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
