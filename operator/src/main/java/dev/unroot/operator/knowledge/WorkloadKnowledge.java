package dev.unroot.operator.knowledge;

import dev.unroot.engine.evidence.ConfigMapFiles;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.Knowledge;
import dev.unroot.engine.reason.MountedScripts;
import dev.unroot.engine.workload.ConfigMapFile;
import dev.unroot.engine.workload.Container;
import dev.unroot.engine.workload.Workload;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a workload before anything is tried. ConfigMaps are read of those alone whose
 * command is a file of one, and of them that file.
 */
public final class WorkloadKnowledge {
  private final Knowledge base;
  private final ConfigMapSource configMaps;

  /** Knows {@code base} of every workload, and the scripts that {@code configMaps} hold. */
  public WorkloadKnowledge(Knowledge base, ConfigMapSource configMaps) {
    this.base = base;
    this.configMaps = configMaps;
  }

  /** Knows {@code base} of every workload, and no ConfigMap. */
  public static WorkloadKnowledge of(Knowledge base) {
    return new WorkloadKnowledge(base, (namespace, name) -> Optional.empty());
  }

  /** What lines of logs mean. */
  public FailureTable failureTable() {
    return base.failureTable();
  }

  /** What is known of {@code workload}. */
  public Knowledge of(Workload workload) {
    Map<String, Map<String, String>> found = new HashMap<>();
    for (Container container : workload.template().containers()) {
      MountedScripts.run(workload.template(), container)
          .ifPresent(
              file ->
                  text(workload, file)
                      .ifPresent(
                          text ->
                              found
                                  .computeIfAbsent(file.configMap(), name -> new HashMap<>())
                                  .put(file.key(), text)));
    }
    return found.isEmpty() ? base : base.withConfigMaps(new ConfigMapFiles(found));
  }

  private Optional<String> text(Workload workload, ConfigMapFile file) {
    return configMaps
        .read(workload.reference().namespace(), file.configMap())
        .map(texts -> texts.get(file.key()));
  }
}
