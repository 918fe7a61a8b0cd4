package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.EarlierOwners;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Observation;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import dev.unroot.engine.workload.Storage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives storage to the user that a container is to run as, by an init container that is root with
 * {@code CHOWN} and {@code DAC_OVERRIDE} and nothing else: where root wrote it, and it heeds no
 * {@code fsGroup}. The container itself is root no more.
 *
 * <p>It holds less than the container held before, mounts nothing but that storage, and runs
 * programs of that container's own image. A volume whose root has the right owner already is left
 * alone, whatever is in it: what is below is given away first, and the root of the volume last, so
 * that a right one tells that all is done. Whom it belonged to is told before ({@link
 * EarlierOwners}).
 *
 * <p>A plan may want it at once, or never ({@link VolumeOwnership}).
 */
final class ChangeOwners implements Remedy {
  /** What it needs: to give away, and to reach what others keep to themselves. */
  static final Set<String> CAPABILITIES = Set.of("CHOWN", "DAC_OVERRIDE");

  @Override
  public String plan() {
    return "give storage to the user of its container, as root before that starts";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    Set<String> given = new HashSet<>();
    PodTemplate at = subject.template();
    for (Container original : subject.original().containers()) {
      Optional<Failure> failure =
          subject.knowledge().failures().stream()
              .filter(known -> mends(subject, original, known))
              .findFirst();
      if (failure.isPresent()) {
        Optional<Change> change = setUp(subject, at, original, failure.get());
        List<String> volumes = volumes(subject.original(), original);
        // Two that give one volume away would undo each other at every start.
        if (change.isPresent()
            && !isTaken(subject.original(), name(original))
            && volumes.stream().noneMatch(given::contains)) {
          given.addAll(volumes);
          changes.add(change.get());
          at = change.get().applyTo(at);
        }
      }
    }
    return changes;
  }

  private static List<String> volumes(PodTemplate template, Container container) {
    return mounts(template, container).stream()
        .flatMap(mount -> mount.text("name").stream())
        .toList();
  }

  /** Whether a container of the template has this {@code name}, and would be lost. */
  private static boolean isTaken(PodTemplate template, String name) {
    return template.containers().stream().anyMatch(container -> container.name().equals(name));
  }

  /** The name of the init container for {@code container}. */
  static String name(Container container) {
    return SetUpName.of(container.name() + "/owners");
  }

  /**
   * Whether {@code failure} is of storage of {@code container} that no group helps with, or is to:
   * it came again after the group was given, or the template had given one already.
   */
  static boolean mends(Subject subject, Container container, Failure failure) {
    return subject.target().volumeOwnership() != VolumeOwnership.FS_GROUP
        && !subject.need(container).isReal()
        && couldMend(subject, container, failure);
  }

  /** The same, whatever the plan says of it, and though the container stays root. */
  static boolean couldMend(Subject subject, Container container, Failure failure) {
    if (!failure.container().equals(container.name())
        || !wasRoot(subject, container)
        || !subject.held(container).capabilities().containsAll(CAPABILITIES)) {
      return false;
    }
    boolean atOnce =
        subject.target().volumeOwnership() == VolumeOwnership.INIT_CONTAINER
            || subject.original().securityContext().has("fsGroup");
    return (atOnce || RuledOut.times(subject.knowledge(), failure) > 1)
        && mounts(subject.original(), container).stream().anyMatch(m -> isIn(failure, m));
  }

  /** An init container is root only where the container is known to have been. */
  private static boolean wasRoot(Subject subject, Container container) {
    return subject.held(container).user().isRoot()
        || !subject.wasUnprivileged(container)
            && subject
                .knowledge()
                .observation(container.name())
                .filter(Observation::wasRoot)
                .isPresent();
  }

  private static boolean isIn(Failure failure, Fields mount) {
    if (failure instanceof Failure.EmptyVolume empty) {
      return mount.text("name").filter(empty.volume()::equals).isPresent();
    }
    Optional<String> path =
        failure instanceof Failure.PathNotWritable refused
            ? Optional.of(refused.path())
            : failure instanceof Failure.OperationNotPermitted operation
                ? operation.path()
                : Optional.empty();
    return path.isPresent()
        && mount
            .text("mountPath")
            .filter(at -> WritableDirectory.isWithin(path.get(), at))
            .isPresent();
  }

  /** The storage that {@code container} can write, where it is known what of it that is. */
  static List<Fields> mounts(PodTemplate template, Container container) {
    Set<String> storage =
        Storage.of(template).stream()
            .filter(volume -> !volume.onlyRead())
            .map(Storage::volume)
            .collect(Collectors.toSet());
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .filter(mount -> mount.text("name").filter(storage::contains).isPresent())
        .filter(mount -> !mount.flag("readOnly").orElse(false) && !mount.has("subPathExpr"))
        .toList();
  }

  private static Optional<Change> setUp(
      Subject subject, PodTemplate at, Container original, Failure failure) {
    Fields now =
        at.containers().stream()
            .filter(container -> container.path().equals(original.path()))
            .findFirst()
            .orElseThrow()
            .securityContext();
    Optional<Long> user = now.integer("runAsUser").filter(uid -> uid > 0);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    long group = now.integer("runAsGroup").orElse(user.get());
    List<String> command = new ArrayList<>(List.of("sh", "-c", OwnersScript.TEXT, name(original)));
    command.add(Long.toString(user.get()));
    command.add(Long.toString(group));
    List<Object> mounts = new ArrayList<>();
    for (Fields mount : mounts(subject.original(), original)) {
      String place = EarlierOwners.MOUNTS + mounts.size();
      command.add(place);
      Map<String, Object> own = new LinkedHashMap<>();
      own.put("mountPath", place);
      own.put("name", mount.text("name").orElseThrow());
      mount.text("subPath").ifPresent(subPath -> own.put("subPath", subPath));
      mounts.add(own);
    }
    return Optional.of(
        Change.of(
            at,
            FieldPath.of("spec.initContainers").element("name", name(original)),
            container(original, at, now, command, mounts),
            failure.describe(),
            Source.TRIAL,
            Confidence.HIGH));
  }

  private static Map<String, Object> container(
      Container original, PodTemplate at, Fields now, List<String> command, List<Object> mounts) {
    Map<String, Object> securityContext = new LinkedHashMap<>();
    securityContext.put("runAsNonRoot", false);
    securityContext.put("runAsUser", 0L);
    securityContext.put("runAsGroup", 0L);
    securityContext.put("allowPrivilegeEscalation", false);
    securityContext.put("readOnlyRootFilesystem", true);
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put("drop", List.of("ALL"));
    capabilities.put("add", CAPABILITIES.stream().sorted().toList());
    securityContext.put("capabilities", capabilities);
    SplitSetUp.confine(securityContext, at, now);
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name(original));
    container.put("image", original.image());
    original
        .fields()
        .text("imagePullPolicy")
        .ifPresent(policy -> container.put("imagePullPolicy", policy));
    Object resources = original.fields().values().get("resources");
    if (resources != null) {
      container.put("resources", resources); // a quota may ask for them
    }
    container.put("command", command);
    container.put("securityContext", securityContext);
    container.put("volumeMounts", mounts);
    return container;
  }
}
