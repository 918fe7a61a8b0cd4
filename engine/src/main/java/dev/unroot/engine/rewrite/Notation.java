package dev.unroot.engine.rewrite;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a file is written.
 *
 * @param lineEnd what its lines end with
 * @param tabs whether lines are indented by tabs, which JSON may be
 * @param step how many characters deeper an object in an object stands
 * @param listStep how much deeper the dashes of a list stand than the list's own name
 * @param json whether names stand in double quotes, as in JSON
 * @param compact whether nothing stands behind colons and commas, as JSON may be
 */
record Notation(
    String lineEnd, boolean tabs, int step, int listStep, boolean json, boolean compact) {
  private static final int USUAL_STEP = 2;

  /** That of the document {@code root} in {@code page}. */
  static Notation of(Page page, Span root) {
    int end = page.text().indexOf('\n');
    String lineEnd = end > 0 && page.text().charAt(end - 1) == '\r' ? "\r\n" : "\n";
    boolean json = isJson(page, root);
    return new Notation(
        lineEnd,
        json && page.text().contains("\n\t"),
        step(page, root).orElse(USUAL_STEP),
        listStep(page, root).orElse(0),
        json,
        json && isCompact(page, (Span.Mapping) root));
  }

  /** A new line, indented to {@code column}. */
  String line(int column) {
    return lineEnd + margin(column);
  }

  /** What indents a line to {@code column}. */
  String margin(int column) {
    return (tabs ? "\t" : " ").repeat(column);
  }

  private static boolean isCompact(Page page, Span.Mapping root) {
    Span.Entry first = root.entries().get(0);
    return page.has(first.key().end(), ':') && first.value().start() == first.key().end() + 1;
  }

  private static boolean isJson(Page page, Span root) {
    return root instanceof Span.Mapping mapping
        && mapping.flow()
        && !mapping.entries().isEmpty()
        && page.has(mapping.entries().get(0).start(), '"');
  }

  private static Optional<Integer> step(Page page, Span span) {
    if (span instanceof Span.Sequence sequence) {
      return first(sequence.items().stream().map(item -> step(page, item)));
    }
    if (!(span instanceof Span.Mapping mapping)) {
      return Optional.empty();
    }
    for (Span.Entry entry : mapping.entries()) {
      if (entry.value() instanceof Span.Mapping inner
          && !inner.entries().isEmpty()
          && inner.flow() == mapping.flow()
          && !page.isOneLine(entry.start(), inner.entries().get(0).start())) {
        int deeper = page.column(inner.entries().get(0).start()) - page.column(entry.start());
        if (deeper > 0) {
          return Optional.of(deeper);
        }
      }
    }
    return first(mapping.entries().stream().map(entry -> step(page, entry.value())));
  }

  private static Optional<Integer> listStep(Page page, Span span) {
    if (span instanceof Span.Sequence sequence) {
      return first(sequence.items().stream().map(item -> listStep(page, item)));
    }
    if (!(span instanceof Span.Mapping mapping)) {
      return Optional.empty();
    }
    for (Span.Entry entry : mapping.entries()) {
      if (entry.value() instanceof Span.Sequence list && !list.flow()) {
        Optional<Integer> dash = Dashes.find(page, list.items().get(0));
        if (dash.isPresent()) {
          return Optional.of(page.column(dash.get()) - page.column(entry.start()));
        }
      }
    }
    return first(mapping.entries().stream().map(entry -> listStep(page, entry.value())));
  }

  private static Optional<Integer> first(Stream<Optional<Integer>> found) {
    return found.flatMap(Optional::stream).findFirst();
  }
}
