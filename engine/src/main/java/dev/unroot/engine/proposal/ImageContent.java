package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An init container that copies directories of its image into the volume that is mounted over them
 * in another one. It makes them itself, so that they belong to whoever copies; links stay links.
 */
final class ImageContent {
  /** What root needs, to keep owners and modes, and to read what is closed. */
  static final Set<String> CAPABILITIES = Set.of("CHOWN", "DAC_OVERRIDE", "FOWNER");

  /** Options of cp, then directories: each lies in the volume under its own path. */
  private static final String SCRIPT =
      "set -e; keep=$1; shift; for directory; do "
          + "umask 022; mkdir -p \"$0$directory\"; umask 0; "
          + "cp -R $keep \"$directory/.\" \"$0$directory\"; done";

  private ImageContent() {}

  /** The name of the one that is the user of {@code container}: then all that it copies is its. */
  static String nameAsUser(Container container) {
    return SetUpName.of(container.name() + "/files");
  }

  /** The name of the one that keeps the owners as root. */
  static String nameAsRoot(Container container) {
    return SetUpName.of(container.name() + "/files-as-root");
  }

  /**
   * One that copies {@code directories} for {@code container}.
   *
   * @param securityContext what it runs as
   */
  static Change of(
      PodTemplate at,
      Container container,
      boolean asRoot,
      String volume,
      List<String> directories,
      Map<String, Object> securityContext) {
    String name = asRoot ? nameAsRoot(container) : nameAsUser(container);
    Map<String, Object> copy = new LinkedHashMap<>();
    copy.put("name", name);
    copy.put("image", container.image());
    container.fields().text("imagePullPolicy").ifPresent(p -> copy.put("imagePullPolicy", p));
    Object resources = container.fields().values().get("resources");
    if (resources != null) {
      copy.put("resources", resources); // a quota may ask for them
    }
    List<String> command = new ArrayList<>(List.of("sh", "-c", SCRIPT, SetUpContainer.VOLUME));
    command.add(asRoot ? "-Pp" : "-P"); // a user can keep no owners
    directories.forEach(directory -> command.add(directory.replace("$", "$$")));
    copy.put("command", command);
    Map<String, Object> context = new LinkedHashMap<>(securityContext);
    context.put("readOnlyRootFilesystem", true); // it writes to its volume alone
    copy.put("securityContext", context);
    Map<String, Object> mount = new LinkedHashMap<>();
    mount.put("mountPath", SetUpContainer.VOLUME);
    mount.put("name", volume);
    copy.put("volumeMounts", List.of(mount));
    return Change.of(
        at,
        FieldPath.of("spec.initContainers").element("name", name),
        copy,
        "keeps what the image holds in " + String.join(", ", directories),
        Source.COMMAND,
        Confidence.MEDIUM);
  }
}
