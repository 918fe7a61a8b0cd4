package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An init container that prepares a volume as the user that another container runs as, with nothing
 * that the restricted level refuses. It runs a program of that container's own image, so that no
 * other image has to be there and nothing is run that was not run before.
 */
final class SetUpContainer {
  /** Where it mounts the volume that it prepares. */
  static final String VOLUME = "/unroot-volume";

  private SetUpContainer() {}

  /**
   * An init container for {@code container} of {@code template} that runs {@code command}.
   *
   * @param name its name, of which there is no other
   * @param subPath the directory of {@code volume} that it prepares; empty for all of it
   */
  static Change of(
      PodTemplate template,
      Container container,
      String name,
      String volume,
      String subPath,
      List<String> command,
      String why,
      Source source,
      Confidence confidence) {
    Map<String, Object> setUp = new LinkedHashMap<>();
    setUp.put("name", name);
    setUp.put("image", container.image());
    container.fields().text("imagePullPolicy").ifPresent(p -> setUp.put("imagePullPolicy", p));
    Object resources = container.fields().values().get("resources");
    if (resources != null) {
      setUp.put("resources", resources); // a quota may ask for them
    }
    setUp.put("command", command);
    Map<String, Object> securityContext = new LinkedHashMap<>(container.securityContext().values());
    securityContext.put("readOnlyRootFilesystem", true); // it writes to its volume alone
    setUp.put("securityContext", securityContext);
    setUp.put("volumeMounts", List.of(mount(volume, subPath)));
    return Change.of(
        template,
        FieldPath.of("spec.initContainers").element("name", name),
        setUp,
        why,
        source,
        confidence);
  }

  private static Map<String, Object> mount(String volume, String subPath) {
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("mountPath", VOLUME);
    mount.put("name", volume);
    if (!subPath.isEmpty()) {
      mount.put("subPath", subPath);
    }
    return mount;
  }
}
