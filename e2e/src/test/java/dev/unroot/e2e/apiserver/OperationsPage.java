package dev.unroot.e2e.apiserver;

import dev.unroot.e2e.cluster.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;

/** The commands and manifests of {@code docs/operations.md}, as they stand there. */
final class OperationsPage {
  private static final Pattern MANIFEST = Pattern.compile("(?ms)^```yaml\\n(?<text>.*?)^```$");

  private OperationsPage() {}

  /** The one command with {@code part} in it. Paths are made those of the repository. */
  static String command(String part) {
    List<String> found =
        text()
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .filter(line -> line.contains(part))
            .distinct()
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException("commands with '" + part + "': " + found);
    }
    return found.get(0).replace(" deploy/", " " + Repository.path("deploy") + "/");
  }

  /** The first manifest with {@code part} in it. */
  static String manifest(String part) {
    return MANIFEST
        .matcher(text())
        .results()
        .map(match -> match.group(1))
        .filter(manifest -> manifest.contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static String text() {
    try {
      return Files.readString(Repository.path("docs/operations.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
