package dev.unroot.engine.document;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The lines of one document's fields. The document is read a second time once the line of anything
 * but itself is asked for: most documents have nothing that is to be told of them.
 */
final class NodeLines implements Document.Lines {
  private final int line;
  private final DocumentText text;
  private final Map<Node, List<Node>> elements =
      new IdentityHashMap<>(); // a long list is asked for each line
  private @Nullable Node root;

  /** The lines of {@code text}, whose object begins at {@code line}. */
  NodeLines(int line, DocumentText text) {
    this.line = line;
    this.text = text;
  }

  @Override
  public int of(FieldPath path) {
    return path.equals(FieldPath.root()) ? line : nearest(path);
  }

  private synchronized int nearest(FieldPath path) {
    Node at = root();
    int line = line(at);
    for (FieldPath.Step step : path.steps()) {
      Optional<NodeTuple> field =
          step instanceof FieldPath.Step.Field named ? tuple(at, named.name()) : Optional.empty();
      Optional<Node> next = field.map(NodeTuple::getValueNode);
      if (step instanceof FieldPath.Step.Element element) {
        next = element(at, element);
      } else if (step instanceof FieldPath.Step.Position position) {
        next = element(at, position);
      }
      if (next.isEmpty()) {
        return line;
      }
      line = line(field.map(NodeTuple::getKeyNode).orElse(next.get()));
      at = next.get();
    }
    return line;
  }

  private Node root() {
    Node made = root;
    if (made == null) {
      made = text.node();
      root = made;
    }
    return made;
  }

  private int line(Node node) {
    return text.firstLine() + node.getStartMark().map(mark -> mark.getLine()).orElse(0);
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

  private Optional<Node> element(Node at, FieldPath.Step.Position step) {
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
}
