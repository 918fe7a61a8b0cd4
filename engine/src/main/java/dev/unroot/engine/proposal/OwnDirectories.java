package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives a container a directory of its own in an {@code emptyDir}, where it failed to change the
 * mode or the owner of the volume itself: that belongs to root, and a directory that the
 * container's own user makes in it does not. Databases insist on that.
 *
 * <p>Only volumes of one container that are mounted as a whole: what others look for in them stays
 * where it is.
 */
final class OwnDirectories implements Remedy {
  private static final String DIRECTORY = "data";

  @Override
  public String plan() {
    return "give a container a directory of its own in a volume that belongs to root";
  }

  @Override
  public List<Change> changes(Subject subject) {
    if (!subject.isRestrictedLinux()) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    PodTemplate at = subject.template();
    for (Container original : subject.original().containers()) {
      if (subject.need(original).isReal()) {
        continue; // stays root
      }
      Optional<Failure.OperationNotPermitted> failure = refused(subject, original);
      Optional<Fields> mount = failure.flatMap(f -> mount(subject.original(), original, f));
      if (mount.isPresent()) {
        for (Change change : own(at, original, mount.get(), failure.get().describe())) {
          changes.add(change);
          at = change.applyTo(at);
        }
      }
    }
    return changes;
  }

  private static Optional<Failure.OperationNotPermitted> refused(
      Subject subject, Container container) {
    return subject
        .knowledge()
        .failures(container.name(), Failure.OperationNotPermitted.class)
        .filter(failure -> failure.path().isPresent())
        .filter(failure -> mount(subject.original(), container, failure).isPresent())
        .findFirst();
  }

  /** The mount of an emptyDir of its own whose root {@code failure} speaks of. */
  private static Optional<Fields> mount(
      PodTemplate template, Container container, Failure.OperationNotPermitted failure) {
    String path = failure.path().orElse("");
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .filter(mount -> !mount.has("subPath") && !mount.has("subPathExpr"))
        .filter(mount -> mount.text("mountPath").filter(p -> isSame(p, path)).isPresent())
        .filter(mount -> mount.text("name").filter(v -> isOwn(template, v)).isPresent())
        .findFirst();
  }

  private static boolean isSame(String one, String other) {
    return WritableDirectory.isWithin(one, other) && WritableDirectory.isWithin(other, one);
  }

  private static boolean isOwn(PodTemplate template, String volume) {
    boolean empty =
        template.volumes().stream()
            .anyMatch(v -> v.has("emptyDir") && v.text("name").filter(volume::equals).isPresent());
    long mounts =
        template.containers().stream()
            .flatMap(c -> c.fields().objects("volumeMounts", "mountPath").stream())
            .flatMap(mount -> mount.text("name").stream())
            .filter(volume::equals)
            .count();
    return empty && mounts == 1;
  }

  private static List<Change> own(
      PodTemplate template, Container original, Fields mount, String why) {
    String volume = mount.text("name").orElseThrow();
    String mountPath = mount.text("mountPath").orElseThrow();
    Container container =
        template.containers().stream()
            .filter(c -> c.path().equals(original.path()))
            .findFirst()
            .orElseThrow();
    Map<String, Object> owned = new LinkedHashMap<>(mount.values());
    owned.put("subPath", DIRECTORY);
    FieldPath path = container.path().field("volumeMounts").element("mountPath", mountPath);
    return List.of(
        SetUpContainer.of(
            template,
            container,
            SetUpName.of(volume),
            volume,
            "",
            List.of("mkdir", "-p", "-m", "0700", SetUpContainer.VOLUME + "/" + DIRECTORY),
            why,
            Source.TRIAL,
            Confidence.HIGH),
        Change.of(template, path, owned, why, Source.TRIAL, Confidence.HIGH));
  }
}
