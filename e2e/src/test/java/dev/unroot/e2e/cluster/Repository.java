package dev.unroot.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of this repository are that tests run or apply: {@code crds/}, {@code deploy/},
 * {@code e2e/}.
 */
public final class Repository {

  private Repository() {}

  /**
   * A file or directory, by its path from the root of the repository.
   *
   * @throws IllegalStateException when it is not there, so that no test passes on an empty
   *     directory
   */
  public static Path path(String path) {
    Path resolved = root().resolve(path);
    if (!Files.exists(resolved)) {
      throw new IllegalStateException(path + " is not in the repository at " + root());
    }
    return resolved;
  }

  /**
   * Maven says where the root is; an IDE does not, and runs tests in the module's or the root's
   * directory.
   */
  private static Path root() {
    String configured = System.getProperty("unroot.root");
    Path candidate = Path.of(configured != null ? configured : "").toAbsolutePath();
    while (!Files.exists(candidate.resolve("e2e/cluster/cluster"))) {
      Path parent = candidate.getParent();
      if (parent == null) {
        throw new IllegalStateException(
            "run the tests in the repository, or set -Dunroot.root to its root");
      }
      candidate = parent;
    }
    return candidate;
  }
}
