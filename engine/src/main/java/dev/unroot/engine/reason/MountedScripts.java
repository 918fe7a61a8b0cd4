package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.ConfigMapFiles;
import dev.unroot.engine.workload.ConfigMapFile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;
import java.util.stream.Stream;

/** The scripts that containers run from ConfigMaps, which stand in no template. */
public final class MountedScripts {
  /** A shell with some options, or a program that starts one, comes first. */
  private static final int FIRST_WORDS = 6;

  private MountedScripts() {}

  /**
   * The text of the file at {@code path} in {@code container}, where a ConfigMap holds it that is
   * among {@code files}.
   */
  public static Optional<String> text(
      PodTemplate template, Container container, ConfigMapFiles files, String path) {
    return ConfigMapFile.at(template, container, path)
        .flatMap(file -> files.text(file.configMap(), file.key()));
  }

  /** The file of a ConfigMap that the command of {@code container} begins with. */
  public static Optional<ConfigMapFile> run(PodTemplate template, Container container) {
    return Stream.of("command", "args")
        .flatMap(field -> container.fields().texts(field).stream())
        .limit(FIRST_WORDS)
        .filter(word -> word.startsWith("/"))
        .flatMap(word -> ConfigMapFile.at(template, container, word).stream())
        .findFirst();
  }

  /** Its text, where it is among {@code files}. */
  static Optional<String> run(PodTemplate template, Container container, ConfigMapFiles files) {
    return run(template, container).flatMap(file -> files.text(file.configMap(), file.key()));
  }
}
