package dev.unroot.operator;

import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.evidence.FailureTableReader;
import dev.unroot.engine.evidence.FailureTableReading;
import java.util.List;

/** Rows of the failure table that an administrator gives. */
final class FailureTableFiles {
  private FailureTable table = FailureTable.builtIn();

  /** What was read; {@code table} is of use only where there are no problems. */
  record Read(FailureTable table, List<String> problems) {}

  private FailureTableFiles() {}

  /**
   * The built-in rows and, before them, those of {@code name}, a file or folder; of a folder, the
   * last file by name comes first. An empty name adds nothing.
   */
  static Read read(String name) {
    FailureTableFiles files = new FailureTableFiles();
    List<String> problems =
        AdministratorFiles.read(name, FailureTableReader.MAXIMUM_BYTES, files::file);
    return new Read(files.table, problems);
  }

  private List<FileMistake> file(byte[] content) {
    FailureTableReading reading = FailureTableReader.read(content);
    if (reading instanceof FailureTableReading.Mistakes wrong) {
      return wrong.mistakes();
    }
    table = table.with(((FailureTableReading.Rows) reading).rows());
    return List.of();
  }
}
