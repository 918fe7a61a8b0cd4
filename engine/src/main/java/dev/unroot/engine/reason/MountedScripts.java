package dev.unroot.engine.reason;

import dev.unroot.engine.evidence.ConfigMapFiles;
import dev.unroot.engine.setup.ScriptFiles;
import dev.unroot.engine.workload.ConfigMapFile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Optional;

/** The scripts that containers run from ConfigMaps, which stand in no template. */
public final class MountedScripts {
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

  /** The file of a ConfigMap that the command of {@code container} runs. */
  public static Optional<ConfigMapFile> run(PodTemplate template, Container container) {
    return ScriptFiles.run(container.fields().texts("command"), container.fields().texts("args"))
        .flatMap(path -> ConfigMapFile.at(template, container, path));
  }

  /** Its text, where it is among {@code files}. */
  static Optional<String> run(PodTemplate template, Container container, ConfigMapFiles files) {
    return run(template, container).flatMap(file -> files.text(file.configMap(), file.key()));
  }
}
