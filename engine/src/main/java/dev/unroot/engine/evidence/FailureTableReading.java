package dev.unroot.engine.evidence;

import dev.unroot.engine.document.FileMistake;
import java.util.List;

/** What came of reading a file of failure rows: all of them, or everything that is wrong. */
public sealed interface FailureTableReading {
  /** Every row of the file, in its order. */
  record Rows(List<FailureRow> rows) implements FailureTableReading {
    /** Copies the list, so that it never changes. */
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /** The mistakes, in the order of the file; at least one. Nothing of the file is to be used. */
  record Mistakes(List<FileMistake> mistakes) implements FailureTableReading {
    /** Copies the list, so that it never changes. */
    public Mistakes {
      mistakes = List.copyOf(mistakes);
    }
  }
}
