package dev.unroot.engine.document;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The text of one document.
 *
 * @param firstLine the line, counted from 1, where {@code text} begins in its file
 * @param start the offset where it begins
 */
public record DocumentText(int firstLine, int start, String text) {
  /** Room for nearly every document; settings are costly to make. */
  private static final int USUAL_LENGTH = 4096;

  private static final LoadSettings USUAL_SETTINGS = settings(USUAL_LENGTH);

  /**
   * The document; nothing where the text holds none.
   *
   * <p>It is built from the parser's events. Nodes, which know the line of every field, cost as
   * much again: they are made for a document whose lines are asked for.
   */
  public Optional<Document> read() {
    if (isBlank()) {
      return Optional.empty();
    }
    try {
      return TreeBuilder.build(this);
    } catch (BrokenException e) {
      return Optional.of(new Document.Broken(e.line(), e.what()));
    } catch (MarkedYamlEngineException e) {
      int line = firstLine + e.getProblemMark().map(mark -> mark.getLine()).orElse(0);
      return Optional.of(
          new Document.Broken(
              Math.min(line, lastLine()), "is not YAML: " + sentence(e.getProblem())));
    } catch (YamlEngineException e) {
      return Optional.of(
          new Document.Broken(firstLine, "is not YAML: " + sentence(e.getMessage())));
    }
  }

  /** What the parser makes of it, mistakes included, which it throws. */
  public Iterable<Event> events() {
    return new Parse(settings()).parseString(untabbed());
  }

  Node node() {
    return new Compose(settings()).composeString(untabbed()).orElseThrow();
  }

  /**
   * The whole text in one buffer: the parser copies what is left of a scalar each time it reads on,
   * which takes minutes for a line of many megabytes.
   */
  private LoadSettings settings() {
    return text.length() < USUAL_LENGTH ? USUAL_SETTINGS : settings(text.length() + 1);
  }

  private static LoadSettings settings(int buffer) {
    return LoadSettings.builder()
        .setCodePointLimit(Integer.MAX_VALUE)
        .setMaxAliasesForCollections(TreeBuilder.MAXIMUM_ALIASES)
        .setBufferSize(buffer)
        .build();
  }

  /** Whether it holds nothing but comments and directives. */
  private boolean isBlank() {
    return text.lines().allMatch(l -> l.isBlank() || l.startsWith("#") || l.startsWith("%"));
  }

  /** JSON may be indented with tabs, YAML may not; outside of texts a tab is as good as a space. */
  private String untabbed() {
    return isJson() ? text.replace('\t', ' ') : text;
  }

  private boolean isJson() {
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.startsWith("{", at);
  }

  /** The last line that holds anything. */
  private int lastLine() {
    return firstLine + (int) text.stripTrailing().lines().count() - 1;
  }

  /** The parser's problem as one line without a full stop, as the messages here are written. */
  private static String sentence(@Nullable String problem) {
    String text = problem == null ? "" : problem.lines().findFirst().orElse("");
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
