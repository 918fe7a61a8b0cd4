package dev.unroot.operator.trial;

import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.ObserverReport;
import dev.unroot.engine.evidence.VolumePlace;
import dev.unroot.engine.workload.Storage;
import dev.unroot.operator.trial.cluster.Refusal;
import dev.unroot.operator.trial.cluster.TrialCluster;
import dev.unroot.operator.trial.pod.Observer;
import dev.unroot.operator.trial.pod.PodHealth;
import dev.unroot.operator.trial.storage.StandIn;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The time through which a trial pod has to stay as it is, with observers in it. Where none can be
 * had, for want of the right or of their image, it is no less of a trial: it only tells less.
 */
final class Soak {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final TrialCluster cluster;
  private final String observerImage;

  Soak(TrialCluster cluster, String observerImage) {
    this.cluster = cluster;
    this.observerImage = observerImage;
  }

  /**
   * Looks into {@code pod}.
   *
   * @param since when its last container became what it is
   * @param isLate whether the observers have had all the time that they get
   */
  Look look(
      Pod pod, Instant since, Duration soak, Instant now, boolean isLate, List<Storage> replaced) {
    Optional<String> refused = isObserved(pod) ? Optional.empty() : observe(pod, soak, replaced);
    Instant soaked = since.plus(soak);
    // The node's clock may be ahead of ours: then the observers tell, who take as long.
    boolean agree = !now.isBefore(since);
    if (refused.isPresent()) {
      boolean over = isLate || agree && !now.isBefore(soaked);
      return over ? new Look.Blind(refused.get()) : new Look.NotYet(POLL);
    }
    if (!isObserved(pod)) {
      return new Look.NotYet(POLL); // they were just added
    }
    return agree && now.isBefore(soaked)
        ? new Look.NotYet(Duration.between(now, soaked).plus(SOON))
        : read(pod, isLate, replaced);
  }

  /** Whether our observers are there; somebody may be debugging the pod with others. */
  private static boolean isObserved(Pod pod) {
    List<EphemeralContainer> present = pod.getSpec().getEphemeralContainers();
    return present != null
        && present.stream().anyMatch(container -> container.getName().equals(Observer.name(0)));
  }

  /** Adds the observers; why not, where they are refused. */
  private Optional<String> observe(Pod pod, Duration soak, List<Storage> replaced) {
    List<EphemeralContainer> observers = new ArrayList<>();
    List<Container> containers = pod.getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      List<VolumePlace> places = places(containers.get(i), replaced);
      observers.add(
          Observer.of(
              i, containers.get(i).getName(), observerImage, soak, places, hasImage(pod, i)));
    }
    try {
      cluster.observe(pod, observers);
      return Optional.empty();
    } catch (KubernetesClientException e) {
      boolean forbidden = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      if (forbidden || Refusal.isOfObject(e)) {
        return Optional.of("the cluster refused the observer: " + Refusal.message(e));
      }
      throw e;
    }
  }

  private static boolean hasImage(Pod pod, int index) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(volume -> volume.getName().equals(Observer.imageVolume(index)));
  }

  private static List<VolumePlace> places(Container container, List<Storage> replaced) {
    return StandIn.places(
        replaced.stream()
            .filter(
                storage ->
                    container.getVolumeMounts().stream()
                        .anyMatch(mount -> mount.getName().equals(storage.volume())))
            .toList());
  }

  private Look read(Pod pod, boolean isLate, List<Storage> replaced) {
    List<Observation> observations = new ArrayList<>();
    List<Container> containers = pod.getSpec().getContainers();
    for (int i = 0; i < containers.size(); i++) {
      Optional<ContainerState> state = state(pod, Observer.name(i));
      Optional<String> trouble = state.flatMap(Soak::trouble);
      if (trouble.isPresent()) {
        return new Look.Blind(
            "the observer's image " + observerImage + " cannot be started: " + trouble.get());
      }
      if (state.map(ContainerState::getTerminated).isEmpty()) {
        return isLate ? unfinished(state) : new Look.NotYet(POLL);
      }
      String report = cluster.log(pod, Observer.name(i)).orElse("");
      Optional<Observation> read =
          ObserverReport.read(
              containers.get(i).getName(), report, places(containers.get(i), replaced));
      if (read.isEmpty()) {
        return new Look.Blind("the observer saw nothing: its image may lack sh, cat and grep");
      }
      observations.add(read.get().withStartedAs(startedAs(pod, containers.get(i).getName())));
    }
    return new Look.Seen(observations);
  }

  /** A node that says that it is about to start an observer is there; one that is gone does not. */
  private Look unfinished(Optional<ContainerState> state) {
    return state.map(ContainerState::getWaiting).isPresent()
        ? new Look.Blind("the observer's image " + observerImage + " was not there in time")
        : new Look.Silent("the observer did not end in time");
  }

  private static Optional<Long> startedAs(Pod pod, String container) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> status.getName().equals(container))
        .filter(status -> status.getUser() != null && status.getUser().getLinux() != null)
        .flatMap(status -> Stream.ofNullable(status.getUser().getLinux().getUid()))
        .findFirst();
  }

  private static Optional<ContainerState> state(Pod pod, String name) {
    List<ContainerStatus> statuses = pod.getStatus().getEphemeralContainerStatuses();
    return statuses == null
        ? Optional.empty()
        : statuses.stream()
            .filter(s -> s.getName().equals(name))
            .map(ContainerStatus::getState)
            .findFirst();
  }

  /** Of an ephemeral container, the node says only once that it cannot be pulled. */
  private static Optional<String> trouble(ContainerState state) {
    boolean refused =
        state.getWaiting() != null
            && ("ErrImagePull".equals(state.getWaiting().getReason())
                || PodHealth.IMAGE_TROUBLE.contains(state.getWaiting().getReason())
                || PodHealth.CONFIGURATION_TROUBLE.contains(state.getWaiting().getReason()));
    return refused ? Optional.of(state.getWaiting().getReason()) : Optional.empty();
  }
}
