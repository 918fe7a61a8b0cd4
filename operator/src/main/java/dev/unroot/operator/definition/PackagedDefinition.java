package dev.unroot.operator.definition;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A CRD that this operator was built with: the file of {@code crds/}, which the build packages.
 *
 * @param name the name of the CRD, such as {@code migrationplans.unroot.dev}
 * @param group the API group
 * @param version the version that is served and stored
 * @param kind the kind of its objects
 * @param schema the fields of an object, as OpenAPI
 */
record PackagedDefinition(String name, String group, String version, String kind, Fields schema) {

  private static final List<String> NAMES =
      List.of("migrationplans.unroot.dev", "workloadmigrations.unroot.dev");

  /** Every CRD of the operator. */
  static List<PackagedDefinition> all() {
    return NAMES.stream().map(PackagedDefinition::packaged).toList();
  }

  private static PackagedDefinition packaged(String name) {
    String file = "/crds/" + name + ".yaml";
    try (InputStream content = PackagedDefinition.class.getResourceAsStream(file)) {
      if (content == null) {
        throw new IllegalStateException(file + " was not packaged");
      }
      return parse(new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a manifest of a CRD that has one version. */
  static PackagedDefinition parse(String manifest) {
    if (!(DocumentReader.read(manifest).get(0) instanceof Document.Parsed parsed)) {
      throw new IllegalStateException("a packaged CRD cannot be read");
    }
    Fields root = Fields.of(parsed.root());
    Fields spec = root.object("spec");
    Fields version = spec.objects("versions", "name").get(0);
    return new PackagedDefinition(
        root.object("metadata").text("name").orElseThrow(),
        spec.text("group").orElseThrow(),
        version.text("name").orElseThrow(),
        spec.object("names").text("kind").orElseThrow(),
        version.object("schema").object("openAPIV3Schema"));
  }
}
