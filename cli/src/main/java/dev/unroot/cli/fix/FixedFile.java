package dev.unroot.cli.fix;

import dev.unroot.cli.plan.PlannedWorkload;
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
    /** It changes. */
    record Changed(String before, String after) implements Outcome {}

    /**
     * It is left alone.
     *
     * @param line where the reason is, counted from 1; 0 where it is the whole file
     */
    record LeftAlone(int line, String why) implements Outcome {}
  }
}
