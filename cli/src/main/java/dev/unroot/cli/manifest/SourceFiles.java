package dev.unroot.cli.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that the arguments name. A folder stands for the manifests in it and below, in the
 * order of their names; hidden files and folders are passed over, and links to folders are not
 * followed.
 */
final class SourceFiles {
  private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

  private final List<SourceFile> files = new ArrayList<>();
  private final List<Problem> problems;

  private SourceFiles(List<Problem> problems) {
    this.problems = problems;
  }

  /** The files that {@code arguments} name; what cannot be used is added to {@code problems}. */
  static List<SourceFile> find(List<String> arguments, List<Problem> problems) {
    SourceFiles found = new SourceFiles(problems);
    arguments.forEach(found::argument);
    Set<Path> seen = new HashSet<>();
    return found.files.stream()
        .filter(file -> seen.add(file.path().toAbsolutePath().normalize()))
        .toList();
  }

  private void argument(String argument) {
    if (argument.isEmpty()) { // to Java, the current folder
      problems.add(new Problem("", 0, "an empty path"));
      return;
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      problems.add(new Problem(argument, 0, "is no valid name of a file"));
      return;
    }
    if (argument.equals(SourceFile.STANDARD_INPUT)) {
      files.add(new SourceFile(argument, path));
    } else if (Files.isDirectory(path)) {
      folder(path);
    } else if (Files.exists(path)) {
      files.add(new SourceFile(path.toString(), path));
    } else {
      problems.add(new Problem(argument, 0, "does not exist"));
    }
  }

  private void folder(Path folder) {
    List<Path> children;
    try (Stream<Path> list = Files.list(folder)) {
      children = list.filter(child -> !isHidden(child)).sorted().toList();
    } catch (IOException e) {
      problems.add(new Problem(folder.toString(), 0, "cannot be read: " + SourceFile.reason(e)));
      return;
    }
    for (Path child : children) {
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        folder(child);
      } else if (isManifest(child) && !Files.isDirectory(child)) {
        inFolder(child);
      }
    }
  }

  /** A pipe or a device in a folder would be waited for, for ever. */
  private void inFolder(Path child) {
    if (Files.exists(child) && !Files.isRegularFile(child)) {
      problems.add(new Problem(child.toString(), 0, "is no regular file"));
    } else {
      files.add(new SourceFile(child.toString(), child));
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static boolean isManifest(Path path) {
    String name = path.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith);
  }
}
