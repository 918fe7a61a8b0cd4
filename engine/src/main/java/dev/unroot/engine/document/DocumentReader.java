package dev.unroot.engine.document;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads the documents of a YAML or JSON text. Each document is read on its own, so that a broken
 * one does not hide those after it.
 *
 * <p>The text may come from anybody: aliases are shared rather than copied (an alias bomb stays
 * small), and the depth of nesting is bounded.
 */
public final class DocumentReader {
  /** Objects nested deeper than this are refused; Kubernetes manifests stay below 30. */
  static final int MAXIMUM_DEPTH = 100;

  /** Aliases beyond this are refused; a manifest that people wrote has a handful. */
  private static final int MAXIMUM_ALIASES = 10_000;

  /** So many fields may come from merge keys ({@code <<}) in one document. */
  private static final int MAXIMUM_MERGED = 100_000;

  private static final int SMALLEST_BUFFER = 1024;

  private DocumentReader() {}

  /** The documents of {@code text} in order; empty documents are left out. */
  public static List<Document> read(String text) {
    List<Document> documents = new ArrayList<>();
    for (Chunk chunk : split(text)) {
      read(chunk).ifPresent(documents::add);
    }
    return documents;
  }

  private record Chunk(int firstLine, String text) {
    /** The last line that holds anything. */
    int lastLine() {
      return firstLine + (int) text.stripTrailing().lines().count() - 1;
    }
  }

  /**
   * The whole text in one buffer: the parser copies what is left of a scalar each time it reads on,
   * which takes minutes for a line of many megabytes.
   */
  private static LoadSettings settings(Chunk chunk) {
    return LoadSettings.builder()
        .setCodePointLimit(Integer.MAX_VALUE)
        .setMaxAliasesForCollections(MAXIMUM_ALIASES)
        .setBufferSize(Math.max(SMALLEST_BUFFER, chunk.text.length() + 1))
        .build();
  }

  /** JSON may be indented with tabs, YAML may not; outside of texts a tab is as good as a space. */
  private static String untabbed(String text) {
    return text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
  }

  /** The parser's problem as one line without a full stop, as the messages here are written. */
  private static String sentence(@Nullable String problem) {
    String text = problem == null ? "" : problem.lines().findFirst().orElse("");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  /**
   * A line that begins with three dashes begins a document wherever it stands (YAML 1.2, rule
   * c-forbidden).
   */
  private static List<Chunk> split(String text) {
    List<Chunk> chunks = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    int firstLine = 1;
    int line = 0;
    for (String content : text.split("\n", -1)) {
      line++;
      boolean marker =
          content.startsWith("---") && (content.length() == 3 || content.charAt(3) <= ' ');
      if (marker || content.stripTrailing().equals("...")) {
        chunks.add(new Chunk(firstLine, current.toString()));
        current.setLength(0);
        firstLine = line;
        current.append(marker ? content.substring(3) : "").append('\n');
      } else {
        current.append(content).append('\n');
      }
    }
    chunks.add(new Chunk(firstLine, current.toString()));
    return chunks;
  }

  private static Optional<Document> read(Chunk chunk) {
    if (chunk.text.lines().allMatch(l -> l.isBlank() || l.startsWith("#") || l.startsWith("%"))) {
      return Optional.empty();
    }
    try {
      Optional<Node> root = new Compose(settings(chunk)).composeString(untabbed(chunk.text));
      if (root.isEmpty()) {
        return Optional.empty();
      }
      Object tree = new Conversion(chunk.firstLine).convert(root.get(), 0);
      if (tree == null) {
        return Optional.empty();
      }
      if (!(tree instanceof Map<?, ?>)) {
        return Optional.of(
            new Document.Broken(
                line(root.get(), chunk.firstLine), "must be a Kubernetes object (key: value)"));
      }
      return Optional.of(parsed(root.get(), tree, chunk.firstLine));
    } catch (BrokenException e) {
      return Optional.of(new Document.Broken(e.line, e.what));
    } catch (MarkedYamlEngineException e) {
      int line = chunk.firstLine + e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
      return Optional.of(
          new Document.Broken(
              Math.min(line, chunk.lastLine()), "is not YAML: " + sentence(e.getProblem())));
    } catch (YamlEngineException e) {
      return Optional.of(
          new Document.Broken(chunk.firstLine, "is not YAML: " + sentence(e.getMessage())));
    } catch (StackOverflowError e) {
      return Optional.of(new Document.Broken(chunk.firstLine, "is nested too deeply"));
    }
  }

  @SuppressWarnings("unchecked") // Conversion makes string keys only
  private static Document parsed(Node root, Object tree, int firstLine) {
    Map<Node, List<Node>> elements = new IdentityHashMap<>(); // a long list is asked for each line
    return new Document.Parsed(
        line(root, firstLine),
        (Map<String, Object>) tree,
        path -> lineOf(root, path, firstLine, elements));
  }

  private static int line(Node node, int firstLine) {
    return firstLine + node.getStartMark().map(mark -> mark.getLine()).orElse(0);
  }

  private static int lineOf(
      Node root, FieldPath path, int firstLine, Map<Node, List<Node>> elements) {
    Node at = root;
    int line = line(root, firstLine);
    for (FieldPath.Step step : path.steps()) {
      Optional<NodeTuple> field =
          step instanceof FieldPath.Step.Field named ? tuple(at, named.name()) : Optional.empty();
      Optional<Node> next = field.map(NodeTuple::getValueNode);
      if (step instanceof FieldPath.Step.Element element) {
        next = element(at, element);
      } else if (step instanceof FieldPath.Step.Position position) {
        next = element(at, position, elements);
      }
      if (next.isEmpty()) {
        return line;
      }
      line = line(field.map(NodeTuple::getKeyNode).orElse(next.get()), firstLine);
      at = next.get();
    }
    return line;
  }

  private static Optional<NodeTuple> tuple(Node at, String name) {
    if (!(at instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .findFirst();
  }

  private static Optional<Node> element(Node at, FieldPath.Step.Element step) {
    if (!(at instanceof SequenceNode sequence)) {
      return Optional.empty();
    }
    return sequence.getValue().stream()
        .filter(
            node ->
                tuple(node, step.key())
                    .filter(
                        t ->
                            t.getValueNode() instanceof ScalarNode v
                                && v.getValue().equals(step.value()))
                    .isPresent())
        .findFirst();
  }

  private static Optional<Node> element(
      Node at, FieldPath.Step.Position step, Map<Node, List<Node>> elements) {
    if (!(at instanceof SequenceNode sequence)) {
      return Optional.empty();
    }
    List<Node> present =
        elements.computeIfAbsent(
            at, // without nulls, as in the tree
            a -> sequence.getValue().stream().filter(node -> !isNull(node)).toList());
    return step.index() < present.size()
        ? Optional.of(present.get(step.index()))
        : Optional.empty();
  }

  private static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && Scalars.resolve(scalar.getValue()) == null;
  }

  private static final class BrokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final String what;

    BrokenException(int line, String what) {
      super(what, null, false, false);
      this.line = line;
      this.what = what;
    }
  }

  /** Nodes to trees. A node that several aliases name is converted once and shared. */
  private static final class Conversion {
    private final int firstLine;
    private final Map<Node, Object> done = new IdentityHashMap<>();
    private int mergedFields;

    Conversion(int firstLine) {
      this.firstLine = firstLine;
    }

    @Nullable Object convert(Node node, int depth) {
      if (depth > MAXIMUM_DEPTH) {
        throw new BrokenException(
            line(node, firstLine), "is nested deeper than " + MAXIMUM_DEPTH + " levels");
      }
      if (node instanceof ScalarNode scalar) {
        return scalar.getScalarStyle() == ScalarStyle.PLAIN
            ? Scalars.resolve(scalar.getValue())
            : (Object) scalar.getValue();
      }
      Object known = done.get(node);
      if (known != null) {
        return known;
      }
      Object made =
          node instanceof SequenceNode sequence
              ? list(sequence, depth)
              : object((MappingNode) node, depth);
      done.put(node, made);
      return made;
    }

    private List<Object> list(SequenceNode sequence, int depth) {
      List<Object> list = new ArrayList<>(sequence.getValue().size());
      for (Node element : sequence.getValue()) {
        Object value = convert(element, depth + 1);
        if (value != null) {
          list.add(value);
        }
      }
      return Collections.unmodifiableList(list);
    }

    private Map<String, Object> object(MappingNode mapping, int depth) {
      Map<String, Object> merged = new LinkedHashMap<>();
      Map<String, Object> own = new LinkedHashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          throw new BrokenException(
              line(tuple.getKeyNode(), firstLine), "has a key that is not a text");
        }
        Object value = convert(tuple.getValueNode(), depth + 1);
        if (key.getValue().equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
          merge(merged, value, line(key, firstLine));
        } else if (own.containsKey(key.getValue())) {
          throw new BrokenException(
              line(key, firstLine), "has the key " + key.getValue() + " twice");
        } else {
          own.put(key.getValue(), value == null ? Absent.MARK : value);
        }
      }
      merged.putAll(own);
      merged.values().removeIf(value -> value == Absent.MARK);
      return Collections.unmodifiableMap(merged);
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

    /** Stands for an explicit {@code null}, which hides a merged value and is then dropped. */
    private enum Absent {
      MARK
    }
  }
}
