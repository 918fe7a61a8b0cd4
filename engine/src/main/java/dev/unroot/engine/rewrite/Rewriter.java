package dev.unroot.engine.rewrite;

import dev.unroot.engine.document.Document;
import dev.unroot.engine.document.DocumentReader;
import dev.unroot.engine.document.DocumentText;
import dev.unroot.engine.document.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes other values into the text of a YAML or JSON file, and nothing else. */
public final class Rewriter {
  private final Page page;
  private final List<DocumentText> documents;

  private Rewriter(String text) {
    page = new Page(text);
    documents = DocumentReader.split(text);
  }

  /**
   * {@code text} with everything that is {@code wanted}: all of it, or nothing where any of it
   * cannot be written so that only what has to change does.
   */
  public static Rewriting rewrite(String text, List<Wanted> wanted) {
    Rewriter rewriter = new Rewriter(text);
    try {
      return rewriter.rewritten(wanted, true);
    } catch (RefusedException withAliases) {
      try {
        return rewriter.rewritten(wanted, false);
      } catch (RefusedException e) {
        return new Rewriting.Refused(rewriter.page.line(e.at()), e.why());
      }
    }
  }

  private Rewriting rewritten(List<Wanted> wanted, boolean keepsAliases) {
    Map<Integer, List<Wanted>> byDocument =
        wanted.stream().collect(Collectors.groupingBy(Wanted::document));
    Map<Integer, Object> expected = new HashMap<>();
    List<Edit> edits = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      List<Wanted> here = byDocument.getOrDefault(i, List.of());
      Optional<Document> document = documents.get(i).read();
      if (document.orElse(null) instanceof Document.Parsed parsed) {
        edits.addAll(here.isEmpty() ? List.of() : edits(i, parsed, here, keepsAliases));
        Object root = parsed.root();
        for (Wanted want : here) {
          root = Trees.with(root, want.path().steps(), want.after());
        }
        expected.put(i, root);
      } else if (document.isPresent() || !here.isEmpty()) {
        throw new RefusedException(documents.get(i).start(), "a document of it cannot be read");
      }
    }
    List<Edit> sorted = Edit.sorted(edits);
    String text = Edit.all(page.text(), sorted);
    check(text, expected, sorted);
    return new Rewriting.Done(text, sorted);
  }

  private List<Edit> edits(
      int number, Document.Parsed document, List<Wanted> wanted, boolean keepsAliases) {
    DocumentText text = documents.get(number);
    Span root = SpanReader.read(page.text(), text);
    Notation notation = Notation.of(page, root);
    List<Edit> edits = new ArrayList<>();
    for (Wanted want : wanted) {
      if (!Sameness.same(want.path().get(document.root()).orElse(null), want.before())) {
        throw new RefusedException(text.start(), "it was changed since it was looked at");
      }
      Span span = root;
      for (FieldPath.Step step : want.path().steps()) {
        span = Trees.child(span, step);
      }
      edits.addAll(Edits.of(page, notation, keepsAliases, span, want.before(), want.after()));
    }
    return edits;
  }

  /** Reads again what was written: better no change than one that nobody asked for. */
  private void check(String text, Map<Integer, Object> expected, List<Edit> edits) {
    List<DocumentText> now = DocumentReader.split(text);
    int at = edits.isEmpty() ? 0 : edits.get(0).start();
    boolean same = now.size() == documents.size();
    for (int i = 0; i < now.size() && same; i++) {
      Object wanted = expected.get(i);
      Optional<Document> document = now.get(i).read();
      same =
          document.orElse(null) instanceof Document.Parsed parsed
              ? Sameness.same(parsed.root(), wanted)
              : document.isEmpty() && wanted == null;
    }
    if (!same) {
      throw new RefusedException(
          at, "it is written in a way in which nothing can be changed alone");
    }
  }
}
