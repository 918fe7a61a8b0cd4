package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;

/**
 * Makes the tree of one document from the parser's events.
 *
 * <p>The text may come from anybody: aliases are shared rather than copied (an alias bomb stays
 * small), and the depth of nesting is bounded.
 */
final class TreeBuilder {
  /** Objects nested deeper than this are refused; Kubernetes manifests stay below 30. */
  static final int MAXIMUM_DEPTH = 100;

  /** Aliases beyond this are refused; a manifest that people wrote has a handful. */
  static final int MAXIMUM_ALIASES = 10_000;

  /** So many fields may come from merge keys ({@code <<}) in one document. */
  private static final int MAXIMUM_MERGED = 100_000;

  /** Stands for an explicit {@code null}, which hides a merged value and is then dropped. */
  private static final Object ABSENT = new Object();

  private final int firstLine;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int deepest;
  private int aliases;
  private int mergedFields;

  /** What an anchor names: {@code complete} once all of it was read; until then it holds itself. */
  private static final class Anchored {
    private final NodeEvent event;
    private @Nullable Object value;
    private boolean complete;
    private int levels;

    Anchored(NodeEvent event) {
      this.event = event;
    }
  }

  private TreeBuilder(DocumentText text) {
    firstLine = text.firstLine();
    events = text.events().iterator();
  }

  /**
   * The document that {@code text} holds, if any.
   *
   * @throws BrokenException where it is none that is read here
   */
  static Optional<Document> build(DocumentText text) {
    TreeBuilder builder = new TreeBuilder(text);
    builder.events.next(); // the stream's start
    if (builder.events.next().getEventId() == Event.ID.StreamEnd) {
      return Optional.empty();
    }
    Event root = builder.events.next();
    Object tree;
    try {
      tree = builder.value(root, 0);
    } catch (BrokenException e) {
      builder.readOn();
      throw e;
    }
    builder.expectEnd();
    if (tree == null) {
      return Optional.empty();
    }
    int line = builder.line(root);
    if (!(tree instanceof Map<?, ?>)) {
      throw new BrokenException(line, "must be a Kubernetes object (key: value)");
    }
    return Optional.of(parsed(tree, new NodeLines(line, text)));
  }

  @SuppressWarnings("unchecked") // this class makes text keys only
  private static Document parsed(Object tree, Document.Lines lines) {
    return new Document.Parsed((Map<String, Object>) tree, lines);
  }

  /**
   * To the end of the text: where it is no YAML either, that is the problem to tell. A text that
   * goes on to be nested is not worth it.
   */
  private void readOn() {
    int levels = 0;
    while (events.hasNext() && levels <= MAXIMUM_DEPTH) {
      levels +=
          switch (events.next().getEventId()) {
            case SequenceStart, MappingStart -> 1;
            case SequenceEnd, MappingEnd -> -1;
            default -> 0;
          };
    }
  }

  private void expectEnd() {
    events.next(); // the document's end
    Event end = events.next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw new ComposerException("but found another document", end.getStartMark());
    }
  }

  private int line(Event event) {
    return firstLine + event.getStartMark().map(mark -> mark.getLine()).orElse(0);
  }

  private @Nullable Object value(Event event, int depth) {
    if (event instanceof AliasEvent alias) {
      Anchored anchored = anchored(alias);
      goDown(event, anchored.complete ? depth + anchored.levels : MAXIMUM_DEPTH + 1);
      return anchored.value;
    }
    goDown(event, depth);
    NodeEvent node = (NodeEvent) event;
    return node.getAnchor().isEmpty()
        ? made(node, depth)
        : anchor(node.getAnchor().get(), node, depth);
  }

  private @Nullable Object anchor(Anchor name, NodeEvent event, int depth) {
    Anchored anchored = new Anchored(event);
    anchors.put(name, anchored);
    int deepestBefore = deepest;
    deepest = depth;
    Object value = made(event, depth);
    anchored.value = value;
    anchored.levels = deepest - depth;
    anchored.complete = true;
    deepest = Math.max(deepest, deepestBefore);
    return value;
  }

  private void goDown(Event event, int depth) {
    if (depth > MAXIMUM_DEPTH) {
      throw new BrokenException(line(event), "is nested deeper than " + MAXIMUM_DEPTH + " levels");
    }
    deepest = Math.max(deepest, depth);
  }

  private @Nullable Object made(NodeEvent event, int depth) {
    if (event instanceof ScalarEvent scalar) {
      return isPlain(scalar) ? Scalars.resolve(scalar.getValue()) : scalar.getValue();
    }
    return event.getEventId() == Event.ID.SequenceStart ? list(depth) : object(depth);
  }

  private static boolean isPlain(ScalarEvent scalar) {
    return scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private Anchored anchored(AliasEvent alias) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw new ComposerException(
          "found undefined alias " + alias.getAlias(), alias.getStartMark());
    }
    if (!(anchored.event instanceof ScalarEvent) && ++aliases > MAXIMUM_ALIASES) {
      throw new BrokenException(line(alias), "holds more than " + MAXIMUM_ALIASES + " aliases");
    }
    return anchored;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.SequenceEnd) {
      Object value = value(next, depth + 1);
      if (value != null) {
        list.add(value);
      }
      next = events.next();
    }
    return List.copyOf(list);
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> merged = new LinkedHashMap<>();
    Map<String, Object> own = new LinkedHashMap<>();
    boolean absent = false;
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      ScalarEvent key = key(next);
      Object value = value(events.next(), depth + 1);
      String name = FieldNames.shared(key.getValue());
      if (isPlain(key) && name.equals("<<")) {
        merge(merged, value, line(next));
      } else if (own.putIfAbsent(name, value == null ? ABSENT : value) != null) {
        throw new BrokenException(line(next), "has the key " + name + " twice");
      }
      absent |= value == null;
    }
    if (!merged.isEmpty()) {
      merged.putAll(own);
      own = merged;
    }
    if (absent) {
      own.values().removeIf(value -> value == ABSENT);
    }
    return CompactObject.of(own);
  }

  private ScalarEvent key(Event event) {
    Event key = event instanceof AliasEvent alias ? anchored(alias).event : event;
    if (!(key instanceof ScalarEvent scalar)) {
      throw new BrokenException(line(event), "has a key that is not a text");
    }
    if (scalar == event && scalar.getAnchor().isPresent()) {
      value(scalar, 0);
    }
    return scalar;
  }

  private void merge(Map<String, Object> into, @Nullable Object from, int line) {
    if (from instanceof Map<?, ?> map) {
      mergedFields += map.size();
      if (mergedFields > MAXIMUM_MERGED) {
        throw new BrokenException(line, "merges more than " + MAXIMUM_MERGED + " fields");
      }
      map.forEach((key, value) -> into.putIfAbsent((String) key, value));
    } else if (from instanceof List<?> list) {
      list.forEach(element -> merge(into, element, line));
    }
  }
}
