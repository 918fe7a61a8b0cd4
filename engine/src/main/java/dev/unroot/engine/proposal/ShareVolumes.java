package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives the pod a group that owns its volumes ({@code fsGroup}), where a container failed in a
 * volume that the group is given: files of a ConfigMap or Secret that only root may read, and
 * storage that root wrote, unless the plan has that given away otherwise. Not all storage heeds it;
 * a trial shows whether this one does.
 */
final class ShareVolumes implements Remedy {
  private static final Set<String> FILES =
      Set.of("configMap", "secret", "projected", "downwardAPI");

  @Override
  public String plan() {
    return "let a group own the pod's volumes";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux() || subject.original().securityContext().has("fsGroup")) {
      return List.of();
    }
    for (Container original : subject.original().containers()) {
      Optional<Failure> failure =
          subject.need(original).isReal() ? Optional.empty() : inVolume(subject, original);
      if (failure.isPresent()) {
        return share(subject, original, failure.get());
      }
    }
    return List.of();
  }

  private static Optional<Failure> inVolume(Subject subject, Container container) {
    return subject.knowledge().failures().stream()
        .filter(failure -> mends(subject, container, failure))
        .findFirst();
  }

  /** Whether {@code failure} is of a volume of {@code container} that a group can be given. */
  static boolean mends(Subject subject, Container container, Failure failure) {
    if (!failure.container().equals(container.name())
        || subject.original().securityContext().has("fsGroup")
        || ChangeOwners.mends(subject, container, failure)) {
      return false;
    }
    return isIn(container, failure, files(subject.original()))
        || subject.target().volumeOwnership() != VolumeOwnership.INIT_CONTAINER
            && isOfStorage(subject, container, failure);
  }

  /** Whether {@code failure} is of storage that {@code container} may write. */
  static boolean isOfStorage(Subject subject, Container container, Failure failure) {
    return failure.container().equals(container.name())
        && (failure instanceof Failure.EmptyVolume
            || isIn(container, failure, storage(subject.original())));
  }

  private static boolean isIn(Container container, Failure failure, Set<String> volumes) {
    return path(failure).stream()
        .anyMatch(
            path ->
                container.fields().objects("volumeMounts", "mountPath").stream()
                    .filter(mount -> mount.text("name").filter(volumes::contains).isPresent())
                    .flatMap(mount -> mount.text("mountPath").stream())
                    .anyMatch(m -> WritableDirectory.isWithin(path, m)));
  }

  private static Optional<String> path(Failure failure) {
    if (failure instanceof Failure.PathNotWritable refused) {
      return Optional.of(refused.path());
    }
    return failure instanceof Failure.OperationNotPermitted operation
        ? operation.path()
        : Optional.empty();
  }

  private static Set<String> files(PodTemplate template) {
    return template.volumes().stream()
        .filter(volume -> FILES.stream().anyMatch(volume::has))
        .flatMap(volume -> volume.text("name").stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> storage(PodTemplate template) {
    return Storage.of(template).stream()
        .filter(storage -> !storage.onlyRead())
        .map(Storage::volume)
        .collect(Collectors.toSet());
  }

  private static List<Change> share(Subject subject, Container original, Failure failure) {
    PodTemplate template = subject.template();
    long group =
        template.containers().stream()
            .filter(container -> container.path().equals(original.path()))
            .findFirst()
            .map(Container::securityContext)
            .flatMap(context -> context.integer("runAsGroup"))
            .or(() -> template.securityContext().integer("runAsGroup"))
            .filter(gid -> gid > 0)
            .orElse(subject.target().fallbackUser());
    List<Change> changes = new ArrayList<>();
    changes.add(change(template, "fsGroup", group, failure));
    if (!Storage.of(template).isEmpty()) {
      changes.add(change(template, "fsGroupChangePolicy", "OnRootMismatch", failure));
    }
    return changes;
  }

  private static Change change(PodTemplate template, String field, Object value, Failure failure) {
    return Change.of(
        template,
        PodTemplate.securityContextPath(field),
        value,
        failure.describe(),
        Source.TRIAL,
        Confidence.HIGH);
  }
}
