package dev.unroot.engine.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Pipelines joined by {@code &&} and {@code ||}, which bind equally, from left to right.
 *
 * @param background whether the shell goes on without waiting for it: {@code &}
 */
public record Statement(Pipeline first, List<Link> links, boolean background) {
  /** Copies the links. */
  public Statement {
    links = List.copyOf(links);
  }

  /** Runs {@code command} alone. */
  public static Statement of(Command command) {
    return new Statement(new Pipeline(false, List.of(command)), List.of(), false);
  }

  /** When the next pipeline runs. */
  public enum Connective {
    /** Where the one before succeeded: {@code &&}. */
    AND,
    /** Where the one before failed: {@code ||}. */
    OR
  }

  /** A further pipeline. */
  public record Link(Connective connective, Pipeline pipeline) {}

  /** Every pipeline, in order. */
  public List<Pipeline> pipelines() {
    List<Pipeline> pipelines = new ArrayList<>();
    pipelines.add(first);
    links.forEach(link -> pipelines.add(link.pipeline()));
    return pipelines;
  }
}
