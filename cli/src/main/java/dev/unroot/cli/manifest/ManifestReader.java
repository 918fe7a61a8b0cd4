package dev.unroot.cli.manifest;

import dev.unroot.cli.parallel.InOrder;
import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.DocumentText;
import dev.unroot.engine.document.FieldPath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The Kubernetes objects of a text, those inside {@code List} objects included. */
final class ManifestReader {
  /** So many objects may stand in the lists of one file; aliases make many of few bytes. */
  static final int MOST_IN_LISTS = 100_000;

  private static final String TEMPLATE_MARK = "{{";

  private final String file;
  private final List<Manifest> manifests;
  private final List<Problem> problems;
  private int left = MOST_IN_LISTS;

  private ManifestReader(String file, List<Manifest> manifests, List<Problem> problems) {
    this.file = file;
    this.manifests = manifests;
    this.problems = problems;
  }

  /**
   * Reads {@code text} and adds what is found to {@code manifests} and {@code problems}.
   *
   * @return whether it holds any document
   */
  static boolean read(String file, String text, List<Manifest> manifests, List<Problem> problems) {
    ManifestReader reader = new ManifestReader(file, manifests, problems);
    boolean template = text.contains(TEMPLATE_MARK);
    List<Optional<Document>> documents =
        InOrder.map(DocumentReader.split(text), DocumentText::read);
    for (int number = 0; number < documents.size(); number++) {
      Document document = documents.get(number).orElse(null);
      if (document instanceof Document.Parsed parsed) {
        reader.document(new Manifest(file, number, parsed));
      } else if (document instanceof Document.Broken broken) {
        String hint = template ? " (a template? render it first: helm template ...)" : "";
        problems.add(new Problem(file, broken.line(), broken.what() + hint));
      }
    }
    return documents.stream().anyMatch(Optional::isPresent);
  }

  private void document(Manifest document) {
    left = afterOpening(document.document().root(), left);
    if (left < 0) {
      left = 0;
      String most = String.format(Locale.ROOT, "%,d", MOST_IN_LISTS);
      problems.add(
          new Problem(file, document.document().line(), "holds more than " + most + " objects"));
    } else {
      object(document);
    }
  }

  /** What is left of {@code left} objects once {@code object} is opened; below 0 if too few. */
  private static int afterOpening(Map<?, ?> object, int left) {
    if (!isList(object) || !(object.get("items") instanceof List<?> items)) {
      return left;
    }
    int rest = left - items.size();
    for (int i = 0; i < items.size() && rest >= 0; i++) {
      if (items.get(i) instanceof Map<?, ?> item) {
        rest = afterOpening(item, rest);
      }
    }
    return rest;
  }

  private static boolean isList(Map<?, ?> object) {
    return object.get("kind") instanceof String kind
        && kind.endsWith("List")
        && object.containsKey("items");
  }

  private void object(Manifest manifest) {
    Map<String, Object> root = manifest.document().root();
    if (!isList(root)) {
      manifests.add(manifest);
      return;
    }
    if (!(root.get("items") instanceof List<?> items)) {
      problems.add(manifest.problem(FieldPath.of("items"), "items: must be a list"));
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      FieldPath path = FieldPath.of("items").position(i);
      if (items.get(i) instanceof Map<?, ?> item) {
        object(
            new Manifest(
                file,
                manifest.number(),
                manifest.path().then(path),
                item(manifest.document(), path, item)));
      } else {
        problems.add(manifest.problem(path, path + ": must be an object"));
      }
    }
  }

  @SuppressWarnings("unchecked") // DocumentReader makes text keys only
  private static Document.Parsed item(Document.Parsed list, FieldPath path, Map<?, ?> item) {
    return new Document.Parsed((Map<String, Object>) item, field -> list.lineOf(path.then(field)));
  }
}
