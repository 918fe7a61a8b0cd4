package dev.unroot.engine.rewrite;

import dev.unroot.engine.document.DocumentText;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Reads where every value of a document stands, in offsets of its file. */
final class SpanReader {
  private final String file;
  private final int begin;
  private final Iterator<Event> events;
  private final Optional<int[]> offsets;

  private SpanReader(String file, DocumentText document) {
    this.file = file;
    this.begin = document.start();
    this.events = document.events().iterator();
    this.offsets = offsets(document.text());
  }

  /** The root of {@code document}, which stands in {@code file} and could be read before. */
  static Span read(String file, DocumentText document) {
    SpanReader reader = new SpanReader(file, document);
    reader.events.next(); // the stream's start
    reader.events.next(); // the document's start
    return reader.span(reader.events.next());
  }

  private Span span(Event event) {
    int start = offset(event.getStartMark());
    if (event instanceof AliasEvent) {
      return new Span.Alias(start, offset(event.getEndMark()));
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar, start);
    }
    boolean flow = ((CollectionStartEvent) event).getFlowStyle() == FlowStyle.FLOW;
    return event.getEventId() == Event.ID.MappingStart
        ? mapping(start, flow)
        : sequence(start, flow);
  }

  private Span scalar(ScalarEvent scalar, int start) {
    int end = offset(scalar.getEndMark());
    Span.Scalar.Style style = style(scalar.getScalarStyle());
    if (style == Span.Scalar.Style.BLOCK) {
      boolean keeps = file.substring(start, new Page(file).lineEnd(start)).contains("+");
      while (end > start
          && file.charAt(end - 1) <= ' '
          && !(keeps && file.charAt(end - 1) == '\n')) {
        end--;
      }
    }
    return new Span.Scalar(start, end, scalar.getValue(), style);
  }

  private static Span.Scalar.Style style(ScalarStyle style) {
    return switch (style) {
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> Span.Scalar.Style.DOUBLE_QUOTED;
      case SINGLE_QUOTED -> Span.Scalar.Style.SINGLE_QUOTED;
      case LITERAL, FOLDED -> Span.Scalar.Style.BLOCK;
      case PLAIN -> Span.Scalar.Style.PLAIN;
    };
  }

  private Span mapping(int start, boolean flow) {
    List<Span.Entry> entries = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      Span key = span(next);
      String name = next instanceof ScalarEvent scalar ? scalar.getValue() : "";
      entries.add(new Span.Entry(name, key, span(events.next())));
      next = events.next();
    }
    int end = entries.isEmpty() ? start : entries.get(entries.size() - 1).end();
    return new Span.Mapping(start, flow ? offset(next.getEndMark()) : end, flow, entries);
  }

  private Span sequence(int start, boolean flow) {
    List<Span> items = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      items.add(span(next));
      next = events.next();
    }
    int end = items.isEmpty() ? start : items.get(items.size() - 1).end();
    return new Span.Sequence(start, flow ? offset(next.getEndMark()) : end, flow, items);
  }

  /** The parser counts a character beyond the first plane as one, Java as two. */
  private static Optional<int[]> offsets(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return Optional.empty();
    }
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    int at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
    return Optional.of(offsets);
  }

  /** In the file; a document's text may have a line end more than that. */
  private int offset(Optional<Mark> mark) {
    int index = mark.orElseThrow().getIndex();
    int in = offsets.map(known -> known[Math.min(index, known.length - 1)]).orElse(index);
    return Math.min(begin + in, file.length());
  }
}
