package dev.unroot.cli.fix;

import dev.unroot.cli.plan.PlannedWorkload;
import dev.unroot.engine.rewrite.Edit;
import java.util.List;

/**
 * A file and what becomes of it.
 *
 * @param name as the user gave it
 * @param workloads those in it that have a proposal
 */
public record FixedFile(String name, List<PlannedWorkload> workloads, Outcome outcome) {
  /** Copies the list. */
  public FixedFile {
    workloads = List.copyOf(workloads);
  }

  /** What becomes of a file. */
  public sealed interface Outcome {
    /**
     * It changes.
     *
     * @param edits what makes {@code after} of {@code before}, in the order of their places
     */
    record Changed(String before, String after, List<Edit> edits) implements Outcome {
      public Changed {
        edits = List.copyOf(edits);
      }
    }

    /** It holds what is proposed already, as far as that comes. */
    record Unchanged() implements Outcome {}

    /**
     * It is left alone.
     *
     * @param line where the reason is, counted from 1; 0 where it is the whole file
     */
    record LeftAlone(int line, String why) implements Outcome {}
  }
}
