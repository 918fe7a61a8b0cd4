package dev.unroot.operator;

import dev.unroot.engine.document.PrintableText;
import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.engine.image.ImageFactsReader;
import dev.unroot.engine.image.ImageFactsReading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Image facts that an administrator gives: one file, or a folder of them such as a mounted
 * ConfigMap. A folder may be empty, as it is where an optional ConfigMap is not there; hidden files
 * are passed over, by which a mounted ConfigMap keeps its versions.
 */
final class ImageFactsFiles {
  private final List<String> problems = new ArrayList<>();
  private ImageFacts facts = ImageFacts.builtIn();

  /** What was read; {@code facts} is of use only where there are no problems. */
  record Read(ImageFacts facts, List<String> problems) {}

  private ImageFactsFiles() {}

  /**
   * The built-in facts and, before them, those of {@code name}, a file or folder; of a folder, the
   * last file by name comes first. An empty name adds nothing.
   */
  static Read read(String name) {
    ImageFactsFiles files = new ImageFactsFiles();
    if (!name.isBlank()) {
      try {
        files.fileOrFolder(Path.of(name));
      } catch (InvalidPathException e) {
        files.problem(name, 0, "is no valid name of a file");
      }
    }
    return new Read(files.facts, List.copyOf(files.problems));
  }

  private void fileOrFolder(Path path) {
    if (!Files.isDirectory(path)) {
      file(path);
      return;
    }
    try (Stream<Path> children = Files.list(path)) {
      children
          .filter(child -> !child.getFileName().toString().startsWith("."))
          .filter(child -> !Files.isDirectory(child))
          .sorted()
          .forEach(this::file);
    } catch (IOException e) {
      problem(path.toString(), 0, "cannot be read: " + reason(e));
    }
  }

  private void file(Path path) {
    try (InputStream content = Files.newInputStream(path)) {
      ImageFactsReading reading =
          ImageFactsReader.read(content.readNBytes(ImageFactsReader.MAXIMUM_BYTES + 1));
      if (reading instanceof ImageFactsReading.Facts read) {
        facts = facts.with(read.facts());
      } else if (reading instanceof ImageFactsReading.Mistakes wrong) {
        for (FileMistake mistake : wrong.mistakes()) {
          problem(path.toString(), mistake.line(), mistake.what());
        }
      }
    } catch (IOException e) {
      problem(path.toString(), 0, "cannot be read: " + reason(e));
    }
  }

  private void problem(String file, int line, String what) {
    String where = line > 0 ? file + ":" + line : file;
    problems.add(PrintableText.line(where + ": " + what));
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
