package dev.unroot.engine.workload;

import dev.unroot.engine.document.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file in a container that a ConfigMap of its namespace holds.
 *
 * @param configMap the name of the ConfigMap
 * @param key where it holds the file's text
 */
public record ConfigMapFile(String configMap, String key) {
  /** Templates are not checked for it: another name is that of no ConfigMap, and may be a path. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  /**
   * What {@code path} is in {@code container} of {@code template}: nothing where it is on no volume
   * that ConfigMaps fill, or where that cannot be told from the template alone.
   *
   * @param path an absolute one, without {@code .} and {@code ..}
   */
  public static Optional<ConfigMapFile> at(PodTemplate template, Container container, String path) {
    if (!path.startsWith("/") || path.contains("//") || (path + "/").contains("/../")) {
      return Optional.empty();
    }
    return container.fields().objects("volumeMounts", "mountPath").stream()
        .filter(mount -> within(mount, path).isPresent())
        .max(Comparator.comparingInt(mount -> directory(mount).length())) // the innermost
        .filter(mount -> !mount.has("subPathExpr"))
        .flatMap(mount -> in(template, mount, within(mount, path).orElseThrow()));
  }

  /** What is left of {@code path} below {@code mount}, empty for the mount itself. */
  private static Optional<String> within(Fields mount, String path) {
    String at = directory(mount);
    if (at.isEmpty() && !mount.has("mountPath")) {
      return Optional.empty();
    }
    return path.equals(at)
        ? Optional.of("")
        : Optional.of(path)
            .filter(p -> p.startsWith(at + "/"))
            .map(p -> p.substring(at.length() + 1));
  }

  /** Where {@code mount} is, without a slash at its end. */
  private static String directory(Fields mount) {
    return mount.text("mountPath").orElse("").replaceAll("/+$", "");
  }

  private static Optional<ConfigMapFile> in(PodTemplate template, Fields mount, String rest) {
    String subPath = mount.text("subPath").orElse("").replaceAll("/+$", "");
    String file =
        Stream.of(subPath, rest)
            .filter(part -> !part.isEmpty())
            .reduce((one, other) -> one + "/" + other)
            .orElse("");
    return template.volumes().stream()
        .filter(volume -> volume.text("name").equals(mount.text("name")))
        .findFirst()
        .flatMap(volume -> in(volume, file));
  }

  /** Of two sources that write one file, the later wins. */
  private static Optional<ConfigMapFile> in(Fields volume, String file) {
    if (!volume.has("projected")) {
      return volume.has("configMap") ? of(volume.object("configMap"), file) : Optional.empty();
    }
    Optional<ConfigMapFile> found = Optional.empty();
    for (Fields source : volume.object("projected").objects("sources", "")) {
      if (source.has("configMap")) {
        Optional<ConfigMapFile> later = of(source.object("configMap"), file);
        found = later.isPresent() ? later : found;
      } else if (mayWrite(source, file)) {
        found = Optional.empty();
      }
    }
    return found;
  }

  /** Whether {@code source}, which is no ConfigMap, may write {@code file}, too. */
  private static boolean mayWrite(Fields source, String file) {
    boolean whole =
        source.has("secret") && source.object("secret").objects("items", "key").isEmpty();
    Stream<Fields> items =
        Stream.of("secret", "downwardAPI")
            .flatMap(kind -> source.object(kind).objects("items", "path").stream());
    Stream<Fields> single =
        Stream.of("serviceAccountToken", "clusterTrustBundle").map(source::object);
    return whole
        || Stream.concat(items, single)
            .anyMatch(place -> place.text("path").filter(file::equals).isPresent());
  }

  private static Optional<ConfigMapFile> of(Fields source, String file) {
    Optional<String> name = source.text("name").filter(n -> NAME.matcher(n).matches());
    List<Fields> items = source.objects("items", "key");
    Optional<String> key =
        items.isEmpty()
            ? Optional.of(file).filter(f -> !f.isEmpty() && !f.contains("/"))
            : items.stream()
                .filter(item -> item.text("path").filter(file::equals).isPresent())
                .reduce((one, other) -> other)
                .flatMap(item -> item.text("key"));
    return name.flatMap(n -> key.map(k -> new ConfigMapFile(n, k)));
  }
}
