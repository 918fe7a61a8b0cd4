package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.EarlierOwner;
import dev.unroot.api.v1alpha1.OwnedFiles;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.engine.evidence.EarlierOwners;
import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.evidence.VolumePlace;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom volumes belonged to before the init container of a candidate gave them away, by what that
 * told as it ended. The first to tell of a directory counts: what candidates find is made alike.
 */
public final class TrialOwners {
  /** As many as a status has room for. */
  private static final int MOST = 16;

  private TrialOwners() {}

  /** {@code trial} with what {@code pod} tells of directories that it did not know yet. */
  public static TrialStatus noted(TrialStatus trial, Pod pod) {
    List<EarlierOwner> known = new ArrayList<>(trial.earlierOwners());
    for (Container container : pod.getSpec().getInitContainers()) {
      for (EarlierOwners owners : told(pod, container)) {
        EarlierOwner more = owner(owners);
        if (known.size() < MOST && known.stream().noneMatch(k -> isOfSame(k, more))) {
          known.add(more);
        }
      }
    }
    return known.size() == trial.earlierOwners().size() ? trial : trial.withEarlierOwners(known);
  }

  private static List<EarlierOwners> told(Pod pod, Container container) {
    Map<String, VolumePlace> places = places(container);
    return places.isEmpty()
        ? List.of()
        : message(pod, container.getName())
            .map(message -> EarlierOwners.read(message, places))
            .orElse(List.of());
  }

  /** What it mounts to give it away, by its name there. */
  private static Map<String, VolumePlace> places(Container container) {
    Map<String, VolumePlace> places = new HashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      String path = mount.getMountPath();
      if (path.startsWith(EarlierOwners.MOUNTS)) {
        String subPath = mount.getSubPath();
        places.put(
            path.substring(EarlierOwners.MOUNTS.length()),
            new VolumePlace(mount.getName(), subPath == null ? "" : subPath));
      }
    }
    return places;
  }

  private static Optional<String> message(Pod pod, String container) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getInitContainerStatuses().stream())
        .filter(status -> container.equals(status.getName()))
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> Optional.ofNullable(state.getTerminated().getMessage()).orElse(""))
        .findFirst();
  }

  private static EarlierOwner owner(EarlierOwners owners) {
    VolumeOwner root = owners.root();
    return new EarlierOwner(
        root.place().volume(),
        root.place().subPath().isEmpty() ? null : root.place().subPath(),
        root.uid(),
        root.gid(),
        String.format("%04o", root.mode()),
        owners.files().stream()
            .map(files -> new OwnedFiles(files.uid(), files.gid(), files.count()))
            .toList(),
        owners.isWhole());
  }

  private static boolean isOfSame(EarlierOwner one, EarlierOwner other) {
    return place(one).equals(place(other));
  }

  private static VolumePlace place(EarlierOwner owner) {
    String subPath = owner.subPath();
    return new VolumePlace(String.valueOf(owner.volume()), subPath == null ? "" : subPath);
  }
}
