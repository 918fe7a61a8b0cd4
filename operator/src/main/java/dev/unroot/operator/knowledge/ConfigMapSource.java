package dev.unroot.operator.knowledge;

import java.util.Map;
import java.util.Optional;

/** Reads ConfigMaps. */
@FunctionalInterface
public interface ConfigMapSource {
  /** The texts of a ConfigMap by their keys; nothing where it is not there, or not to be read. */
  Optional<Map<String, String>> read(String namespace, String name);
}
