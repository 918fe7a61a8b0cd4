package dev.unroot.operator.trial.pod;

import dev.unroot.engine.evidence.ExitCode;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.FailureReader;
import dev.unroot.engine.evidence.FailureTable;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a trial pod is doing, as its status tells. Pure: the clock and the logs are the caller's. */
public sealed interface PodHealth {

  /**
   * It is on its way.
   *
   * @param scheduled whether a node has taken it: before that, nothing that goes wrong lies in its
   *     containers
   */
  record Starting(String what, boolean scheduled) implements PodHealth {}

  /** Every container runs and is ready, the last of them since {@code since}. */
  record Running(Instant since) implements PodHealth {}

  /** Every container did its work and ended well. */
  record Completed() implements PodHealth {}

  /** A container ended or could not be started for a reason that lies in the template. */
  record Failed(List<FailedContainer> containers) implements PodHealth {}

  /** It cannot be started or go on, and the template is not to blame. */
  record Unstartable(String why) implements PodHealth {}

  /**
   * A container that failed.
   *
   * @param said what its state says
   * @param lastWords the message that it left ({@code terminationMessagePath}), or what its
   *     template has the kubelet take for one; empty where there is none
   * @param hasLog whether it ran and so may have a log
   */
  record FailedContainer(String name, String said, String lastWords, boolean hasLog) {
    /** What the state alone tells, by {@code table}. */
    public List<Failure> failures(FailureTable table) {
      return FailureReader.read(name, said, table);
    }
  }

  /** Reasons for waiting that no later moment mends. */
  Set<String> IMAGE_TROUBLE =
      Set.of(
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ImageInspectError",
          "RegistryUnavailable",
          "SignatureValidationFailed");

  /** Reasons for waiting that come from the container's own configuration. */
  Set<String> CONFIGURATION_TROUBLE =
      Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

  /**
   * Reads the status of {@code pod}.
   *
   * @param completes whether its containers are there to end well, as those of a job are
   */
  static PodHealth of(Pod pod, boolean completes) {
    if (pod.getStatus() == null) {
      return new Starting("was just made", false);
    }
    List<ContainerStatus> initial = statuses(pod.getStatus().getInitContainerStatuses());
    List<ContainerStatus> regular = statuses(pod.getStatus().getContainerStatuses());
    List<ContainerStatus> all = new ArrayList<>(initial);
    all.addAll(regular);
    Optional<String> unstartable =
        imageTrouble(all).or(() -> outOfMemory(all)).or(() -> evicted(pod));
    if (unstartable.isPresent()) {
      return new Unstartable(unstartable.get());
    }
    List<FailedContainer> failed = new ArrayList<>();
    initial.forEach(status -> failedInitially(status).ifPresent(failed::add));
    regular.forEach(
        status -> (completes ? failedInitially(status) : failed(status)).ifPresent(failed::add));
    if (!failed.isEmpty()) {
      return new Failed(failed);
    }
    int expected = pod.getSpec().getContainers().size();
    long completed = regular.stream().filter(PodHealth::hasCompleted).count();
    if (completed > 0) {
      return completed == expected
          ? new Completed()
          : new Starting("waits for its last container to end", true);
    }
    List<ContainerStatus> running =
        regular.stream()
            .filter(s -> s.getState() != null && s.getState().getRunning() != null)
            .toList();
    if (running.size() < expected) {
      return new Starting(unschedulable(pod).orElse("is starting"), unschedulable(pod).isEmpty());
    }
    if (!regular.stream().allMatch(status -> Boolean.TRUE.equals(status.getReady()))) {
      return new Starting("runs but is not ready", true);
    }
    return new Running(lastChange(pod, running));
  }

  /** Whether anything in {@code pod} ran, be it for a moment. */
  static boolean hasStarted(Pod pod) {
    if (pod.getStatus() == null) {
      return false;
    }
    List<ContainerStatus> all =
        new ArrayList<>(statuses(pod.getStatus().getInitContainerStatuses()));
    all.addAll(statuses(pod.getStatus().getContainerStatuses()));
    return all.stream()
        .map(ContainerStatus::getState)
        .anyMatch(s -> s != null && (s.getRunning() != null || s.getTerminated() != null));
  }

  private static List<ContainerStatus> statuses(List<ContainerStatus> statuses) {
    return statuses == null ? List.of() : statuses;
  }

  private static Optional<String> imageTrouble(List<ContainerStatus> statuses) {
    return statuses.stream()
        .filter(
            status ->
                waiting(status).filter(w -> IMAGE_TROUBLE.contains(w.getReason())).isPresent())
        .map(status -> "cannot pull the image of " + status.getName() + ": " + status.getImage())
        .findFirst();
  }

  /** Whoever it runs as, it needs the same memory: that it had too little says nothing of that. */
  private static Optional<String> outOfMemory(List<ContainerStatus> statuses) {
    return statuses.stream()
        .filter(status -> terminated(status).filter(PodHealth::ranOutOfMemory).isPresent())
        .map(status -> status.getName() + " ran out of memory (OOMKilled)")
        .findFirst();
  }

  private static boolean ranOutOfMemory(ContainerStateTerminated end) {
    return "OOMKilled".equals(end.getReason());
  }

  /** A pod that is watched never lives to see its deadline: the trial ends it before. */
  private static Optional<String> evicted(Pod pod) {
    return "Failed".equals(pod.getStatus().getPhase()) && pod.getStatus().getReason() != null
        ? Optional.of("was ended by the cluster: " + pod.getStatus().getReason())
        : Optional.empty();
  }

  private static Optional<String> unschedulable(Pod pod) {
    return Optional.ofNullable(pod.getStatus().getConditions()).stream()
        .flatMap(List::stream)
        .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
        .map(PodCondition::getMessage)
        .map(message -> "cannot be scheduled: " + message)
        .findFirst();
  }

  private static Optional<ContainerStateWaiting> waiting(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getWaiting);
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(ContainerState::getTerminated);
  }

  /** Of a container that is there to end well, as init containers are. */
  private static Optional<FailedContainer> failedInitially(ContainerStatus status) {
    return hasCompleted(status) ? Optional.empty() : failed(status);
  }

  private static boolean hasCompleted(ContainerStatus status) {
    return terminated(status).filter(end -> end.getExitCode() == 0).isPresent();
  }

  private static Optional<FailedContainer> failed(ContainerStatus status) {
    Optional<FailedContainer> ended = terminated(status).map(end -> ended(status.getName(), end));
    return ended.or(
        () ->
            waiting(status)
                .filter(wait -> CONFIGURATION_TROUBLE.contains(wait.getReason()))
                .map(
                    wait ->
                        new FailedContainer(
                            status.getName(),
                            wait.getReason() + ": " + wait.getMessage(),
                            "",
                            false)));
  }

  private static FailedContainer ended(String container, ContainerStateTerminated end) {
    boolean started =
        !"StartError".equals(end.getReason()) && !"ContainerCannotRun".equals(end.getReason());
    String message = end.getMessage() == null ? "" : end.getMessage();
    return started
        ? new FailedContainer(container, ending(end), message, true)
        : new FailedContainer(container, end.getReason() + ": " + message, "", false);
  }

  private static String ending(ContainerStateTerminated end) {
    String code = "ended with exit code " + end.getExitCode() + " (" + end.getReason() + ")";
    return ExitCode.meaning(end.getExitCode()).map(means -> code + ": " + means).orElse(code);
  }

  /**
   * When the pod last became what it is: the start of its last container, or its readiness where
   * that came later.
   */
  private static Instant lastChange(Pod pod, List<ContainerStatus> running) {
    Instant since =
        running.stream()
            .map(status -> Instant.parse(status.getState().getRunning().getStartedAt()))
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    return Optional.ofNullable(pod.getStatus().getConditions()).stream()
        .flatMap(List::stream)
        .filter(c -> "ContainersReady".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(c -> Instant.parse(c.getLastTransitionTime()))
        .filter(since::isBefore)
        .findFirst()
        .orElse(since);
  }
}
