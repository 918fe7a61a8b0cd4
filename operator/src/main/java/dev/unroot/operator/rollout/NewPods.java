package dev.unroot.operator.rollout;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.LinuxContainerUser;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the pods of the new template tell of themselves. */
final class NewPods {
  /** What no pod gets out of by itself; a container is given this much once. */
  private static final Set<String> HOPELESS =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /** So often a container may end while it waits for others, as many do at their start. */
  private static final int MOST_RESTARTS = 2;

  private static final String REVISION = "controller-revision-hash";

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

  /** Those of {@code pods} that were made since {@code since} and stay. */
  static List<Pod> since(List<Pod> pods, String since) {
    return pods.stream().filter(pod -> isNew(pod, since)).toList();
  }

  /**
   * A container of a new pod that runs as another user than its template says, by what its node
   * tells; nothing where none does, or nodes do not tell.
   */
  static Optional<Trouble> otherUser(List<Pod> pods, String since) {
    return since(pods, since).stream()
        .flatMap(
            pod ->
                Stream.concat(
                        pod.getSpec().getContainers().stream(),
                        Optional.ofNullable(pod.getSpec().getInitContainers()).stream()
                            .flatMap(List::stream))
                    .flatMap(container -> otherUser(pod, container).stream()))
        .findFirst();
  }

  private static Optional<Trouble> otherUser(Pod pod, Container container) {
    Optional<Long> asked =
        Optional.ofNullable(container.getSecurityContext())
            .map(SecurityContext::getRunAsUser)
            .or(
                () ->
                    Optional.ofNullable(pod.getSpec().getSecurityContext())
                        .map(PodSecurityContext::getRunAsUser));
    return statuses(pod)
        .filter(status -> container.getName().equals(status.getName()))
        .flatMap(status -> Optional.ofNullable(status.getUser()).stream())
        .flatMap(user -> Optional.ofNullable(user.getLinux()).stream())
        .map(LinuxContainerUser::getUid)
        .filter(uid -> asked.isPresent() && !asked.get().equals(uid))
        .map(uid -> "runs as user " + uid + " instead of " + asked.orElse(uid))
        .map(why -> new Trouble(pod, container.getName(), why))
        .findFirst();
  }

  /**
   * A pod that keeps a StatefulSet from going back: one of a template that is no longer asked for,
   * which does not become ready, and for which its controller waits. It has to be deleted.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback">
   *     Forced rollback</a>
   */
  static Optional<Pod> stuck(LiveWorkload live, Supplier<List<Pod>> pods) {
    Fields status = live.object().object("status");
    Optional<String> wanted = status.text("updateRevision");
    boolean isSeen = status.integer("observedGeneration").orElse(0L) >= live.generation();
    if (live.kind() != WorkloadKind.STATEFUL_SET || wanted.isEmpty() || !isSeen) {
      return Optional.empty();
    }
    return pods.get().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null && !isReady(pod))
        .filter(
            pod ->
                pod.getMetadata().getLabels() != null
                    && pod.getMetadata().getLabels().get(REVISION) != null
                    && !wanted.get().equals(pod.getMetadata().getLabels().get(REVISION)))
        .findFirst();
  }

  /** Whether {@code pod} is ready, by what its node tells. */
  static boolean isReady(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
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
