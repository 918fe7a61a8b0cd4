package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An {@code emptyDir} of one container's own, which everybody in the pod can write.
 *
 * @param volume the name of its volume
 * @param changes the volume and its mount
 */
record EmptyDirectory(String volume, List<Change> changes) {
  private static final int MAXIMUM_NAME = 63;

  /** One that is mounted at {@code directory} of {@code container}. */
  static EmptyDirectory at(
      PodTemplate template,
      Container container,
      String directory,
      String why,
      Source source,
      Confidence confidence) {
    String volume = volumeName(template, container, directory);
    Map<String, Object> emptyDir = new LinkedHashMap<>();
    emptyDir.put("name", volume);
    emptyDir.put("emptyDir", Map.of());
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("mountPath", directory);
    mount.put("name", volume);
    FieldPath volumePath = FieldPath.of("spec.volumes").element("name", volume);
    FieldPath mountPath = container.path().field("volumeMounts").element("mountPath", directory);
    return new EmptyDirectory(
        volume,
        List.of(
            Change.of(template, volumePath, emptyDir, why, source, confidence),
            Change.of(template, mountPath, mount, why, source, confidence)));
  }

  /** A name made from container and directory, so that the same need gets the same name again. */
  private static String volumeName(PodTemplate template, Container container, String directory) {
    String slug = directory.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
    String base = ("unroot-" + container.name() + slug).replaceAll("-+$", "");
    String name = base.length() > MAXIMUM_NAME ? base.substring(0, MAXIMUM_NAME - 3) : base;
    name = name.replaceAll("-+$", "");
    List<String> taken =
        template.volumes().stream().flatMap(volume -> volume.text("name").stream()).toList();
    String free = name;
    for (int n = 2; taken.contains(free); n++) {
      free = name.substring(0, Math.min(name.length(), MAXIMUM_NAME - 3)) + "-" + n;
    }
    return free;
  }
}
