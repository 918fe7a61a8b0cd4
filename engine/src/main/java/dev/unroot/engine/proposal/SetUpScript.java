package dev.unroot.engine.proposal;

import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.reason.MountedScripts;
import dev.unroot.engine.setup.ScriptFiles;
import dev.unroot.engine.setup.SetUpReading;
import dev.unroot.engine.workload.ConfigMapFile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Optional;

/** Reads what containers run for set-up, be it in the template or in a ConfigMap that is known. */
final class SetUpScript {
  private SetUpScript() {}

  /** What {@code container} runs at its start. */
  static SetUpReading reading(PodTemplate template, Container container, Knowledge knowledge) {
    return SetUpReading.of(
        container.fields().texts("command"),
        container.fields().texts("args"),
        files(template, container, knowledge));
  }

  /** What {@code command} does in {@code container}. */
  static SetUpReading reading(
      PodTemplate template, Container container, List<String> command, Knowledge knowledge) {
    return SetUpReading.of(command, List.of(), files(template, container, knowledge));
  }

  private static ScriptFiles files(PodTemplate template, Container container, Knowledge knowledge) {
    return path -> MountedScripts.text(template, container, knowledge.configMaps(), path);
  }

  /** The file of a ConfigMap that holds what {@code container} runs, where its text is known. */
  static Optional<ConfigMapFile> source(
      PodTemplate template, Container container, Knowledge knowledge) {
    return MountedScripts.run(template, container)
        .filter(file -> knowledge.configMaps().text(file.configMap(), file.key()).isPresent());
  }

  /** Why what {@code container} runs is left as it is, and where that stands. */
  static String whyLeft(
      PodTemplate template, Container container, Knowledge knowledge, SetUpReading.Left left) {
    Optional<ConfigMapFile> source = source(template, container, knowledge);
    if (source.isPresent()) {
      return left.reason() + " (line " + left.line() + " of " + shown(source.get()) + ")";
    }
    return MountedScripts.run(template, container)
        .filter(file -> !knowledge.configMaps().isKnown(file.configMap()))
        .map(file -> "its script was not read: it is " + shown(file))
        .orElseGet(() -> left.reason() + " (line " + left.line() + ")");
  }

  /** The file, for people. */
  static String shown(ConfigMapFile file) {
    return PrintableText.line(file.key() + " of ConfigMap " + file.configMap());
  }
}
