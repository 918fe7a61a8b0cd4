package dev.unroot.cli.manifest;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.FieldPath;
import java.util.List;
import java.util.Map;

/** The Kubernetes objects of a text, those inside {@code List} objects included. */
final class ManifestReader {
  private static final String TEMPLATE_MARK = "{{";

  private final String file;
  private final List<Manifest> manifests;
  private final List<Problem> problems;

  private ManifestReader(String file, List<Manifest> manifests, List<Problem> problems) {
    this.file = file;
    this.manifests = manifests;
    this.problems = problems;
  }

  /** Reads {@code text} and adds what is found to {@code manifests} and {@code problems}. */
  static void read(String file, String text, List<Manifest> manifests, List<Problem> problems) {
    ManifestReader reader = new ManifestReader(file, manifests, problems);
    boolean template = text.contains(TEMPLATE_MARK);
    for (Document document : DocumentReader.read(text)) {
      if (document instanceof Document.Parsed parsed) {
        reader.object(parsed);
      } else if (document instanceof Document.Broken broken) {
        String hint = template ? " (a template? render it first: helm template ...)" : "";
        problems.add(new Problem(file, broken.line(), broken.what() + hint));
      }
    }
  }

  private void object(Document.Parsed document) {
    Manifest manifest = new Manifest(file, document);
    if (!manifest.kind().endsWith("List") || !document.root().containsKey("items")) {
      manifests.add(manifest);
      return;
    }
    if (!(document.root().get("items") instanceof List<?> items)) {
      problems.add(manifest.problem(FieldPath.of("items"), "items: must be a list"));
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      FieldPath path = FieldPath.of("items").position(i);
      if (items.get(i) instanceof Map<?, ?> item) {
        object(item(document, path, item));
      } else {
        problems.add(manifest.problem(path, path + ": must be an object"));
      }
    }
  }

  @SuppressWarnings("unchecked") // DocumentReader makes text keys only
  private static Document.Parsed item(Document.Parsed list, FieldPath path, Map<?, ?> item) {
    return new Document.Parsed(
        list.lineOf(path), (Map<String, Object>) item, field -> list.lineOf(path.then(field)));
  }
}
