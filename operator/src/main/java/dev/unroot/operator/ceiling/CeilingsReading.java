package dev.unroot.operator.ceiling;

import java.util.List;

/** What came of reading ceilings. */
public sealed interface CeilingsReading {
  /** They are there and without a mistake. */
  record Found(Ceilings ceilings) implements CeilingsReading {}

  /**
   * There is no file: a folder is empty, as it is where an optional ConfigMap is not there.
   *
   * @param folder where a file could be
   */
  record Absent(String folder) implements CeilingsReading {}

  /**
   * They cannot be used.
   *
   * @param problems everything that is wrong, each as {@code file:line: what}; at least one
   */
  record Broken(List<String> problems) implements CeilingsReading {
    /** Copies the list, so that it never changes. */
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
