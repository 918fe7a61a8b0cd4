package dev.unroot.operator.definition;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.util.List;
import java.util.Optional;

/**
 * What an API server declares of one group and version: its OpenAPI v3 document, which every
 * authenticated identity may read, unlike the CRDs themselves.
 *
 * @param schemas the schemas by name
 */
record ServedDefinitions(Fields schemas) {
  /** Where the document of {@code group} and {@code version} stands. */
  static String path(String group, String version) {
    return "/openapi/v3/apis/" + group + "/" + version;
  }

  /** Reads the document; nothing where it is something else. */
  static Optional<ServedDefinitions> parse(String json) {
    List<Document> documents = DocumentReader.read(json);
    if (documents.size() != 1 || !(documents.get(0) instanceof Document.Parsed parsed)) {
      return Optional.empty();
    }
    Fields schemas = Fields.of(parsed.root()).object("components").object("schemas");
    return Optional.of(new ServedDefinitions(schemas));
  }

  /** The schema of a kind. */
  Optional<Fields> schema(String group, String version, String kind) {
    return schemas.names().stream()
        .map(schemas::object)
        .filter(schema -> isOf(schema, group, version, kind))
        .findFirst();
  }

  private static boolean isOf(Fields schema, String group, String version, String kind) {
    return schema.objects("x-kubernetes-group-version-kind", "kind").stream()
        .anyMatch(
            named ->
                named.text("group").filter(group::equals).isPresent()
                    && named.text("version").filter(version::equals).isPresent()
                    && named.text("kind").filter(kind::equals).isPresent());
  }
}
