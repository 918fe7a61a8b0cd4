package dev.unroot.engine.ownership;

import dev.unroot.engine.document.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the metadata of an object tells of who made it and who writes it.
 *
 * @param labels those that tell who applies it
 * @param annotations likewise. Of {@code kubectl.kubernetes.io/last-applied-configuration}, which
 *     holds a whole object, only that it is there
 * @param controller the object whose controller keeps this one
 * @param managers who wrote fields of it, in the order of {@code managedFields}
 */
public record Provenance(
    Map<String, String> labels,
    Map<String, String> annotations,
    Optional<ControllerReference> controller,
    List<FieldManager> managers) {

  /** Copies map and list, so that a provenance never changes. */
  public Provenance {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    managers = List.copyOf(managers);
  }

  /** Nothing is told. */
  public static Provenance unknown() {
    return new Provenance(Map.of(), Map.of(), Optional.empty(), List.of());
  }

  /**
   * Reads the {@code metadata} of an object. Whatever is missing or malformed in it is passed over:
   * it never fails. What is kept is bounded: certain labels and annotations, at most 64 managers,
   * texts of at most 1,024 characters.
   */
  public static Provenance read(Fields metadata) {
    return ProvenanceReader.read(TolerantFields.of(metadata.values()));
  }

  Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key));
  }

  Optional<String> annotation(String key) {
    return Optional.ofNullable(annotations.get(key));
  }
}
