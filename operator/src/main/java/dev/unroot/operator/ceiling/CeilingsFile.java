package dev.unroot.operator.ceiling;

import dev.unroot.engine.document.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where ceilings are read from: a file, or a folder that holds one, such as a mounted ConfigMap. A
 * folder may be empty, as it is where an optional ConfigMap is not there; hidden files are passed
 * over, by which a mounted ConfigMap keeps its versions.
 *
 * @param name the path as the administrator gave it
 */
public record CeilingsFile(String name) {
  /** Reads it as it is now. Never fails: what is wrong is in the result. */
  public CeilingsReading read() {
    try {
      Path path = Path.of(name);
      return Files.isDirectory(path) ? folder(path) : file(path);
    } catch (InvalidPathException e) {
      return broken("is no valid name of a file");
    } catch (IOException e) {
      return broken("cannot be read: " + reason(e));
    } catch (UncheckedIOException e) {
      return broken("cannot be read: " + reason(Objects.requireNonNull(e.getCause())));
    }
  }

  private CeilingsReading folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> children = Files.list(folder)) {
      files =
          children
              .filter(child -> !child.getFileName().toString().startsWith("."))
              .filter(child -> !Files.isDirectory(child))
              .sorted()
              .toList();
    }
    return switch (files.size()) {
      case 0 -> new CeilingsReading.Absent(name);
      case 1 -> file(files.get(0));
      default ->
          broken(
              "holds "
                  + files.size()
                  + " files, "
                  + files.get(0).getFileName()
                  + " and "
                  + files.get(1).getFileName()
                  + " among them: ceilings are one file");
    };
  }

  private static CeilingsReading file(Path path) throws IOException {
    try (InputStream content = Files.newInputStream(path)) {
      return CeilingsReader.read(
          path.toString(), content.readNBytes(CeilingsReader.MAXIMUM_BYTES + 1));
    }
  }

  private CeilingsReading broken(String what) {
    return new CeilingsReading.Broken(List.of(PrintableText.line(name + ": " + what)));
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
