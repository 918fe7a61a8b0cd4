package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.document.Fields;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A directory of an {@code emptyDir} that everybody in the pod can write. A container has one such
 * volume for all its directories, each at a {@code subPath} that is its own path: the kubelet makes
 * it with the mode of the volume.
 *
 * @param volume the name of its volume
 * @param subPath where it lies in the volume
 * @param changes the volume, where it is not there yet, and its mount
 */
record EmptyDirectory(String volume, String subPath, List<Change> changes) {
  /** One that is mounted at {@code directory}, an absolute path, of {@code container}. */
  static EmptyDirectory at(
      PodTemplate template,
      Container container,
      String directory,
      String why,
      Source source,
      Confidence confidence) {
    String volume = volumeName(template, container);
    String subPath = directory.replaceAll("^/+|/+$", "");
    List<Change> changes = new ArrayList<>();
    if (!volumeNames(template).contains(volume)) {
      Map<String, Object> emptyDir = new LinkedHashMap<>();
      emptyDir.put("name", volume);
      emptyDir.put("emptyDir", Map.of());
      FieldPath path = FieldPath.of("spec.volumes").element("name", volume);
      changes.add(
          Change.of(
              template,
              path,
              emptyDir,
              "holds what " + container.name() + " has to write",
              source,
              confidence));
    }
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("mountPath", directory);
    mount.put("name", volume);
    mount.put("subPath", subPath);
    FieldPath path = container.path().field("volumeMounts").element("mountPath", directory);
    changes.add(Change.of(template, path, mount, why, source, confidence));
    return new EmptyDirectory(volume, subPath, changes);
  }

  /** Named after the container, so that the same need gets the same name again. */
  private static String volumeName(PodTemplate template, Container container) {
    List<String> taken = volumeNames(template);
    String base = SetUpName.of(container.name());
    String name = base;
    for (int n = 2; taken.contains(name) && !isSuch(template, container, name); n++) {
      name = SetUpName.numbered(base, n);
    }
    return name;
  }

  private static List<String> volumeNames(PodTemplate template) {
    return template.volumes().stream().flatMap(volume -> volume.text("name").stream()).toList();
  }

  /** Whether {@code volume} is such a volume of {@code container}'s already. */
  private static boolean isSuch(PodTemplate template, Container container, String volume) {
    boolean empty =
        template.volumes().stream()
            .filter(v -> v.text("name").filter(volume::equals).isPresent())
            .allMatch(v -> v.object("emptyDir").values().isEmpty() && v.has("emptyDir"));
    return empty
        && template.containers().stream()
            .allMatch(
                other ->
                    other.fields().objects("volumeMounts", "mountPath").stream()
                        .filter(m -> m.text("name").filter(volume::equals).isPresent())
                        .allMatch(m -> isPartOf(container, other, m)));
  }

  /** Directories of its own, and the containers of ours that fill them. */
  private static boolean isPartOf(Container container, Container other, Fields mount) {
    boolean fills = mount.text("mountPath").filter(SetUpContainer.VOLUME::equals).isPresent();
    return fills || mount.has("subPath") && other.path().equals(container.path());
  }
}
