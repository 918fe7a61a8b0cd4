package dev.unroot.cli.manifest;

import dev.unroot.cli.parallel.InOrder;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads files, several at once, into one inventory in their order. */
public final class InventoryReader {
  /**
   * Begins every file that {@code unroot plan -o} writes. Anybody can write this line: it hides
   * patches, which are no workloads by themselves, and nothing else.
   */
  public static final String OWN_MARK = "# Written by `unroot plan -o`";

  private InventoryReader() {}

  /**
   * Reads what {@code arguments} name: files, folders, {@code -} for {@code standardInput}.
   *
   * @param progress is told the name of each file before it is read
   */
  public static Inventory read(
      List<String> arguments, InputStream standardInput, Progress progress) {
    List<Problem> problems = new ArrayList<>();
    List<SourceFile> files = SourceFiles.find(arguments, problems);
    AtomicInteger begun = new AtomicInteger();
    List<Inventory> parts = new ArrayList<>();
    parts.add(Inventory.ofProblems(problems));
    parts.addAll(
        InOrder.map(
            files,
            file -> {
              progress.reading(file.name(), begun.getAndIncrement(), files.size());
              return FileReader.read(file, standardInput);
            }));
    return Inventory.together(parts);
  }

  /**
   * The text of {@code file}, by the name that a manifest gives it.
   *
   * @throws UnreadableFileException where it cannot be read any more
   */
  public static String text(String file, InputStream standardInput) throws UnreadableFileException {
    return new SourceFile(file, Path.of(file)).read(standardInput);
  }

  /** Is told how far the reading has come, by several threads. */
  public interface Progress {
    /** {@code file} is read next, after {@code done} of {@code all} files. */
    void reading(String file, int done, int all);
  }
}
