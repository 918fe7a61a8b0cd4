package dev.unroot.engine.workload;

import dev.unroot.engine.document.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A volume of a template that outlives its pods, or that others share.
 *
 * @param volume the volume's name
 * @param claim the PersistentVolumeClaim that every pod of the workload mounts, where there is one
 * @param madePerPod whether each new pod gets one of its own, which is empty at first
 * @param onlyRead whether no container may write it
 * @param subPaths the directories in it that containers mount, where they do not mount all of it
 */
public record Storage(
    String volume,
    Optional<String> claim,
    boolean madePerPod,
    boolean onlyRead,
    List<String> subPaths) {
  /** The fields of a volume that is made for each pod, or that no pod can write. */
  private static final Set<String> PRIVATE =
      Set.of(
          "name",
          "emptyDir",
          "configMap",
          "secret",
          "projected",
          "downwardAPI",
          "image",
          "hostPath");

  /** Copies the list, so that storage never changes. */
  public Storage {
    subPaths = List.copyOf(subPaths);
  }

  /** The storage of {@code template}, in the order of its volumes; those made per pod come last. */
  public static List<Storage> of(PodTemplate template) {
    List<Storage> all = new ArrayList<>();
    for (Fields volume : template.volumes()) {
      String name = volume.text("name").orElse("");
      if (!isPrivate(volume)) {
        Fields claim = volume.object("persistentVolumeClaim");
        all.add(
            of(
                template,
                name,
                claim.text("claimName"),
                volume.has("ephemeral"),
                claim.flag("readOnly").orElse(false)));
      }
    }
    for (String name : claimTemplates(template)) {
      all.add(of(template, name, Optional.empty(), true, false));
    }
    return all;
  }

  private static Storage of(
      PodTemplate template,
      String volume,
      Optional<String> claim,
      boolean madePerPod,
      boolean readOnly) {
    List<Fields> mounts =
        mounts(template).filter(m -> m.text("name").filter(volume::equals).isPresent()).toList();
    boolean onlyRead = mounts.stream().allMatch(mount -> mount.flag("readOnly").orElse(false));
    return new Storage(
        volume,
        claim,
        madePerPod,
        readOnly || onlyRead,
        mounts.stream().flatMap(m -> m.text("subPath").stream()).distinct().sorted().toList());
  }

  private static boolean isPrivate(Fields volume) {
    return volume.names().stream().allMatch(PRIVATE::contains)
        || volume.object("csi").flag("readOnly").orElse(false);
  }

  /**
   * The volumes that a StatefulSet makes for each of its pods: mounted, and not in the template.
   */
  private static List<String> claimTemplates(PodTemplate template) {
    Set<String> volumes =
        template.volumes().stream()
            .flatMap(volume -> volume.text("name").stream())
            .collect(Collectors.toSet());
    return mounts(template)
        .flatMap(mount -> mount.text("name").stream())
        .filter(name -> !volumes.contains(name))
        .distinct()
        .toList();
  }

  private static Stream<Fields> mounts(PodTemplate template) {
    return template.containers().stream()
        .flatMap(container -> container.fields().objects("volumeMounts", "mountPath").stream());
  }

  /** Whether {@code container} mounts it. */
  public boolean isMountedBy(Container container) {
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .anyMatch(mount -> mount.text("name").filter(volume::equals).isPresent());
  }
}
