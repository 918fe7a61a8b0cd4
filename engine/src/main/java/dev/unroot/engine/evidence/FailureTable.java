package dev.unroot.engine.evidence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lines of logs and container states mean. The first row that speaks of a line decides; rows
 * that a user gave come before the built-in ones.
 */
public final class FailureTable {
  private final List<FailureRow> added;
  private final List<FailureRow> rows;

  private FailureTable(List<FailureRow> added, List<FailureRow> rows) {
    this.added = List.copyOf(added);
    this.rows = List.copyOf(rows);
  }

  private static final class BuiltIn {
    private static final FailureTable TABLE = new FailureTable(List.of(), load());

    private static List<FailureRow> load() {
      try (InputStream data = FailureTable.class.getResourceAsStream("failure-table.yaml")) {
        if (data == null) {
          throw new IllegalStateException("failure-table.yaml is missing from the engine's jar");
        }
        FailureTableReading reading = FailureTableReader.read(data.readAllBytes());
        if (reading instanceof FailureTableReading.Rows read) {
          return read.rows();
        }
        throw new IllegalStateException("failure-table.yaml of the engine's jar: " + reading);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The table that comes with the engine. */
  public static FailureTable builtIn() {
    return BuiltIn.TABLE;
  }

  /** This table, and {@code more} before it. */
  public FailureTable with(List<FailureRow> more) {
    return more.isEmpty() ? this : new FailureTable(concat(more, added), concat(more, rows));
  }

  private static List<FailureRow> concat(List<FailureRow> first, List<FailureRow> second) {
    List<FailureRow> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  /** Every row, in the order in which they are asked. */
  public List<FailureRow> rows() {
    return rows;
  }

  /** The rows that are not built in, likewise. */
  public List<FailureRow> added() {
    return added;
  }

  /** Whether any row's texts are in {@code line}. */
  boolean maySpeakOf(LogLine line) {
    for (FailureRow row : rows) {
      if (row.maySpeakOf(line)) {
        return true;
      }
    }
    return false;
  }

  /** The failure that {@code line} tells of, where it tells of one. */
  Optional<Failure> read(String container, LogLine line) {
    for (FailureRow row : rows) {
      Optional<List<Failure>> read = row.read(container, line);
      if (read.isPresent()) {
        return read.get().stream().findFirst();
      }
    }
    return Optional.empty();
  }
}
