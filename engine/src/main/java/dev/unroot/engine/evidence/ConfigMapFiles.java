package dev.unroot.engine.evidence;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the ConfigMaps of one namespace: their files, as a pod mounts them.
 *
 * @param byName the texts of each ConfigMap by their keys; binary ones are not among them
 */
public record ConfigMapFiles(Map<String, Map<String, String>> byName) {
  /** No ConfigMap is known. */
  public static final ConfigMapFiles NONE = new ConfigMapFiles(Map.of());

  /** Copies the maps. */
  public ConfigMapFiles {
    Map<String, Map<String, String>> copy = new HashMap<>();
    byName.forEach((name, texts) -> copy.put(name, Map.copyOf(texts)));
    byName = Map.copyOf(copy);
  }

  /** Whether the ConfigMap {@code name} is known. */
  public boolean isKnown(String name) {
    return byName.containsKey(name);
  }

  /** The text at {@code key} of the ConfigMap {@code name}, where both are known. */
  public Optional<String> text(String name, String key) {
    return Optional.ofNullable(byName.getOrDefault(name, Map.of()).get(key));
  }
}
