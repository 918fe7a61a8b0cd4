package dev.unroot.operator.trial.storage;

import dev.unroot.api.v1alpha1.TrialVolumes;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.evidence.VolumeOwner;
import dev.unroot.engine.evidence.VolumePlace;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.privilege.EffectivePrivileges;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import dev.unroot.engine.workload.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The volume that a trial pod gets in the place of storage: an emptyDir of its own. The control's
 * is open to everybody, so that it runs whoever it is; those of candidates belong to whom the
 * storage itself would belong to.
 *
 * @param directories what is prepared in it before anything of the workload starts: nothing where
 *     it stays as it is made
 */
public record StandIn(Storage storage, List<VolumeOwner> directories) implements Replacement {
  /** As an emptyDir is made. */
  private static final int OPEN = 0777;

  /** As the root of a new file system is made by the tools that make one. */
  private static final int ROOTS_OWN = 0755;

  /** What is added to a mode where a volume is given to a group: set-group-ID, and all for it. */
  private static final int FOR_GROUP = 02770;

  public StandIn {
    directories = List.copyOf(directories);
  }

  /**
   * The storage of {@code workload} in whose place a trial pod gets volumes of its own. A claim
   * that no container may write is mounted as it is, read-only as a whole; but a job is not to see
   * any.
   */
  public static List<Storage> replaced(Workload workload) {
    boolean serves = workload.reference().kind().serves();
    return Storage.of(workload.template()).stream()
        .filter(storage -> !(serves && storage.onlyRead() && storage.claim().isPresent()))
        .toList();
  }

  /**
   * Those of {@code replaced} that {@code pod} has volumes of its own for, which observers may look
   * at: not a clone, which holds data.
   */
  public static List<Storage> standing(Pod pod, List<Storage> replaced) {
    return replaced.stream()
        .filter(
            storage ->
                pod.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getName().equals(storage.volume()))
                    .anyMatch(volume -> volume.getEmptyDir() != null))
        .toList();
  }

  /** The volumes of the control. */
  public static List<StandIn> ofControl(List<Storage> replaced) {
    return replaced.stream().map(storage -> new StandIn(storage, List.of())).toList();
  }

  /**
   * The volumes of a candidate.
   *
   * @param original the template as it is
   * @param candidate the template that is tried
   * @param control what was seen of the control
   * @param volumes what the candidate is to find on them
   * @param heedsGroup whether storage is given to the group that a pod names for its volumes
   */
  public static List<StandIn> ofCandidate(
      List<Storage> replaced,
      PodTemplate original,
      PodTemplate candidate,
      List<Observation> control,
      TrialVolumes volumes,
      Predicate<Storage> heedsGroup) {
    Optional<Long> group = candidate.securityContext().integer("fsGroup");
    List<StandIn> all = new ArrayList<>();
    for (Storage storage : replaced) {
      boolean heeded = group.isPresent() && heedsGroup.test(storage);
      boolean ofRoot = isWrittenByRoot(storage, original, control);
      List<VolumeOwner> directories =
          volumes == TrialVolumes.Empty
              ? List.of(fresh(storage, ofRoot))
              : left(storage, ofRoot, control);
      all.add(
          new StandIn(
              storage,
              directories.stream().map(at -> heeded ? given(at, group.get()) : at).toList()));
    }
    return all;
  }

  /**
   * Whether root writes it today: then it may be open to nobody else. Where others write it, they
   * were let in.
   */
  private static boolean isWrittenByRoot(
      Storage storage, PodTemplate original, List<Observation> control) {
    Knowledge seen = Knowledge.of(ImageFacts.none()).withObservations(control);
    for (Container container : original.containers()) {
      if (storage.isMountedBy(container)) {
        Optional<Observation> observed = seen.observation(container.name());
        boolean root =
            observed.isPresent()
                ? observed.get().wasRoot()
                : !EffectivePrivileges.of(original, container, seen).user().isKnownUnprivileged();
        if (root) {
          return true;
        }
      }
    }
    return false;
  }

  private static VolumeOwner fresh(Storage storage, boolean ofRoot) {
    return new VolumeOwner(new VolumePlace(storage.volume(), ""), 0, 0, ofRoot ? ROOTS_OWN : OPEN);
  }

  /** What the control left; an open directory was open only since we made it so. */
  private static List<VolumeOwner> left(
      Storage storage, boolean ofRoot, List<Observation> control) {
    List<VolumeOwner> seen =
        control.stream()
            .flatMap(observation -> observation.volumes().stream())
            .filter(owner -> owner.place().volume().equals(storage.volume()))
            .distinct()
            .map(
                owner ->
                    owner.mode() == OPEN && (ofRoot || owner.uid() != 0)
                        ? new VolumeOwner(owner.place(), owner.uid(), owner.gid(), ROOTS_OWN)
                        : owner)
            .toList();
    return seen.isEmpty() ? List.of(fresh(storage, ofRoot)) : seen;
  }

  private static VolumeOwner given(VolumeOwner owner, long group) {
    return new VolumeOwner(owner.place(), owner.uid(), group, owner.mode() | FOR_GROUP);
  }

  /** What observers are to look at: its root, and the directories that containers mount. */
  public static List<VolumePlace> places(List<Storage> replaced) {
    List<VolumePlace> places = new ArrayList<>();
    for (Storage storage : replaced) {
      places.add(new VolumePlace(storage.volume(), ""));
      storage.subPaths().stream()
          .filter(subPath -> !subPath.startsWith("/") && !subPath.contains(".."))
          .forEach(subPath -> places.add(new VolumePlace(storage.volume(), subPath)));
    }
    return places;
  }

  /** Whether it stays as an emptyDir is made. */
  boolean isAsMade() {
    return directories.stream().allMatch(at -> at.uid() == 0 && at.gid() == 0 && at.mode() == OPEN);
  }
}
