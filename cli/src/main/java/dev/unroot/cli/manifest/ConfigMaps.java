package dev.unroot.cli.manifest;

import dev.unroot.engine.evidence.ConfigMapFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ConfigMaps of the files, by namespace and name; the namespace is empty where none is given.
 *
 * <p>What is wrong in one is not told: they are read for the scripts that workloads run, and
 * nothing else. Where two have the same name and hold different texts, as base and overlay do, it
 * is not known which of them a workload gets, and so neither is.
 */
public record ConfigMaps(Map<String, Map<String, Map<String, String>>> byNamespace) {
  static final ConfigMaps NONE = new ConfigMaps(Map.of());

  /** Copies the outer map. */
  public ConfigMaps {
    byNamespace = Map.copyOf(byNamespace);
  }

  static boolean isOne(Manifest manifest) {
    return manifest.apiVersion().equals("v1") && manifest.kind().equals("ConfigMap");
  }

  static ConfigMaps of(Manifest manifest) {
    Map<?, ?> root = manifest.document().root();
    if (!(root.get("metadata") instanceof Map<?, ?> metadata)
        || !(metadata.get("name") instanceof String name)) {
      return NONE;
    }
    String namespace = metadata.get("namespace") instanceof String text ? text : "";
    Map<String, String> texts = new HashMap<>();
    if (root.get("data") instanceof Map<?, ?> data) {
      data.forEach(
          (key, value) -> {
            if (value instanceof String text) {
              texts.put(String.valueOf(key), text);
            }
          });
    }
    return new ConfigMaps(Map.of(namespace, Map.of(name, texts)));
  }

  /** All of {@code parts}. */
  static ConfigMaps together(List<ConfigMaps> parts) {
    Map<String, Map<String, Map<String, String>>> all = new HashMap<>();
    for (ConfigMaps part : parts) {
      part.byNamespace.forEach(
          (namespace, maps) -> {
            Map<String, Map<String, String>> known =
                all.computeIfAbsent(namespace, n -> new HashMap<>());
            maps.forEach(
                (name, texts) -> known.merge(name, texts, (a, b) -> a.equals(b) ? a : Map.of()));
          });
    }
    return new ConfigMaps(all);
  }

  /** Those of {@code namespace}. */
  public ConfigMapFiles of(String namespace) {
    return new ConfigMapFiles(byNamespace.getOrDefault(namespace, Map.of()));
  }
}
