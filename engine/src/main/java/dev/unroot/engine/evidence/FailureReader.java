package dev.unroot.engine.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads failures from what a container printed, by a {@link FailureTable}. The text is the
 * workload's own and so hostile: only its last {@value #MAXIMUM_LINES} lines count, since a failure
 * stands at the end, each line is cut, patterns take linear time, and nothing in a failure is more
 * than a path, a port or a name of an operation.
 */
public final class FailureReader {
  /** Lines before these are not read; empty ones do not count. */
  public static final int MAXIMUM_LINES = 2000;

  /** A longer line is cut here before it is looked at; its end is looked at, too. */
  public static final int MAXIMUM_LINE = LogLine.MAXIMUM;

  /** At most so many failures are kept of one container. */
  public static final int MAXIMUM_FAILURES = 16;

  /** Of the lines that a row may speak of, only the last ones are looked at closely. */
  private static final int MAXIMUM_TELLING = 400;

  private FailureReader() {}

  /**
   * The failures that {@code text}, the log of {@code container}, tells of by the built-in table,
   * in order, each once.
   */
  public static List<Failure> read(String container, String text) {
    return read(container, text, FailureTable.builtIn());
  }

  /** The same by {@code table}. */
  public static List<Failure> read(String container, String text, FailureTable table) {
    Set<String> lines = new HashSet<>();
    Set<String> told = new HashSet<>();
    List<Failure> failures = new ArrayList<>();
    for (LogLine line : telling(text, table)) {
      if (lines.add(line.text())) {
        table.read(container, line).filter(f -> told.add(f.describe())).ifPresent(failures::add);
      }
      if (failures.size() == MAXIMUM_FAILURES) {
        break;
      }
    }
    return failures;
  }

  /** A failure that nothing explains; {@code text} is the last thing that was said. */
  public static Failure unexplained(String container, String text) {
    return new Failure.Unexplained(container, LogLine.of(text).shown());
  }

  /** The last lines of {@code text} that a row may speak of, in order. Copies none but these. */
  private static Deque<LogLine> telling(String text, FailureTable table) {
    Deque<LogLine> telling = new ArrayDeque<>();
    int lines = 0;
    int end = text.length();
    for (int at = end - 1; at >= -1; at--) {
      if (at >= 0 && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
        continue;
      }
      if (at + 1 < end) {
        if (end - at - 1 > MAXIMUM_LINE) {
          addIfTelling(LogLine.endOf(text, at + 1, end), telling, table);
        }
        addIfTelling(LogLine.of(text, at + 1, end), telling, table);
        lines++;
      }
      end = at;
      if (lines == MAXIMUM_LINES || telling.size() >= MAXIMUM_TELLING) {
        break;
      }
    }
    return telling;
  }

  private static void addIfTelling(LogLine line, Deque<LogLine> telling, FailureTable table) {
    if (table.maySpeakOf(line)) {
      telling.addFirst(line);
    }
  }
}
