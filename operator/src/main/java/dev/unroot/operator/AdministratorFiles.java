package dev.unroot.operator;

import dev.unroot.engine.document.FileMistake;
import dev.unroot.engine.document.PrintableText;
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
 * What an administrator gives to the operator: one file, or a folder of them such as a mounted
 * ConfigMap. A folder may be empty, as it is where an optional ConfigMap is not there; hidden files
 * are passed over, by which a mounted ConfigMap keeps its versions.
 */
final class AdministratorFiles {
  private final List<String> problems = new ArrayList<>();
  private final Reader reader;
  private final int maximumBytes;

  /** Reads the content of one file. */
  interface Reader {
    /** Everything that is wrong with {@code content}; where nothing is, it is put to use. */
    List<FileMistake> read(byte[] content);
  }

  private AdministratorFiles(int maximumBytes, Reader reader) {
    this.maximumBytes = maximumBytes;
    this.reader = reader;
  }

  /**
   * Reads {@code name}, a file or folder, the files of a folder by their names. An empty name reads
   * nothing.
   *
   * @param maximumBytes of a larger file, one byte more than this is read
   * @return all mistakes of all files, as {@code file:line: what}
   */
  static List<String> read(String name, int maximumBytes, Reader reader) {
    AdministratorFiles files = new AdministratorFiles(maximumBytes, reader);
    if (!name.isBlank()) {
      try {
        files.fileOrFolder(Path.of(name));
      } catch (InvalidPathException e) {
        files.problem(name, 0, "is no valid name of a file");
      }
    }
    return List.copyOf(files.problems);
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
      for (FileMistake mistake : reader.read(content.readNBytes(maximumBytes + 1))) {
        problem(path.toString(), mistake.line(), mistake.what());
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
