package dev.unroot.operator.rollout;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the pods of the new template tell of themselves. */
final class NewPods {
  /** What no pod gets out of by itself; a container is given this much once. */
  private static final Set<String> HOPELESS =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** So often a container may end while it waits for others, as many do at their start. */
  private static final int MOST_RESTARTS = 2;

  private NewPods() {}

  /** A container that does not come up, and why. */
  record Trouble(Pod pod, String container, String why) {}

  /**
   * What keeps the pods that were made since {@code since} from becoming healthy; nothing where
   * they may still do.
   */
  static Optional<Trouble> trouble(List<Pod> pods, String since) {
    return pods.stream()
        .filter(pod -> isNew(pod, since))
        .flatMap(pod -> statuses(pod).flatMap(status -> trouble(pod, status).stream()))
        .findFirst();
  }

  /** A container of a new pod that was started again; nothing where none was. */
  static Optional<Trouble> restarted(List<Pod> pods, String since) {
    return pods.stream()
        .filter(pod -> isNew(pod, since))
        .flatMap(
            pod ->
                statuses(pod)
                    .filter(status -> status.getRestartCount() > 0)
                    .map(status -> new Trouble(pod, status.getName(), ended(status))))
        .findFirst();
  }

  /** Timestamps of the API server are whole seconds of UTC: as texts, they are in order. */
  private static boolean isNew(Pod pod, String since) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getMetadata().getCreationTimestamp().compareTo(since) >= 0;
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : Stream.concat(
            Optional.ofNullable(pod.getStatus().getInitContainerStatuses()).stream()
                .flatMap(List::stream),
            Optional.ofNullable(pod.getStatus().getContainerStatuses()).stream()
                .flatMap(List::stream));
  }

  private static Optional<Trouble> trouble(Pod pod, ContainerStatus status) {
    ContainerStateWaiting waiting =
        status.getState() == null ? null : status.getState().getWaiting();
    if (waiting != null && HOPELESS.contains(waiting.getReason())) {
      return Optional.of(
          new Trouble(pod, status.getName(), waiting.getReason() + ": " + waiting.getMessage()));
    }
    return status.getRestartCount() > MOST_RESTARTS && !Boolean.TRUE.equals(status.getReady())
        ? Optional.of(new Trouble(pod, status.getName(), ended(status)))
        : Optional.empty();
  }

  private static String ended(ContainerStatus status) {
    String times = "was started again " + status.getRestartCount() + " times";
    return status.getLastState() == null || status.getLastState().getTerminated() == null
        ? times
        : times
            + ", at last after exit code "
            + status.getLastState().getTerminated().getExitCode();
  }
}
