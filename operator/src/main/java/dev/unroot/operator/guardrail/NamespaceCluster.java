package dev.unroot.operator.guardrail;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the guardrail does in the cluster. */
public interface NamespaceCluster {
  /** The namespace as it is now; nothing where there is none. */
  Optional<Namespace> find(String name);

  /**
   * Manages {@code labels} of a namespace and no others, without taking any from somebody else.
   *
   * @param isDryRun whether nothing is to be changed
   * @return what the API server warns of, such as pods that would be refused
   */
  List<String> apply(String name, Map<String, String> labels, boolean isDryRun);
}
