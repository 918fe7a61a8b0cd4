package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The directory to make writable for a path that could not be written.
 *
 * <p>A volume hides what the image holds at its place. So only directories that hold state rather
 * than content by convention (Filesystem Hierarchy Standard 3.0, chapter 5, and {@code /run},
 * {@code /tmp}) are ever covered; for anything else a person decides.
 */
final class WritableDirectory {
  /** Whole directories that hold nothing but state. */
  private static final List<String> STATE =
      List.of("/run", "/var/run", "/tmp", "/var/tmp", "/var/log", "/run/lock", "/var/lock");

  /** Directories shared by many programs, each with a directory of its own below. */
  private static final List<String> SHARED = List.of("/var/lib", "/var/cache", "/var/spool");

  private WritableDirectory() {}

  /**
   * Where to mount a volume so that the path of {@code failure} can be written; nothing where that
   * would hide content.
   */
  static Optional<String> of(Failure.PathNotWritable failure) {
    String path = failure.path();
    if (path.contains("/../") || path.endsWith("/..")) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    String parent = slash <= 0 ? "/" : path.substring(0, slash);
    if (isState(parent)) {
      return Optional.of(parent);
    }
    return failure.makesDirectory() && isState(path) ? Optional.of(path) : Optional.empty();
  }

  private static boolean isState(String directory) {
    return STATE.stream().anyMatch(state -> isWithin(directory, state))
        || SHARED.stream().anyMatch(shared -> directory.startsWith(shared + "/"));
  }

  /**
   * Whether {@code path} is {@code directory} or below it; {@code /var/run} counts as {@code /run},
   * which it links to.
   */
  static boolean isWithin(String path, String directory) {
    String at = resolved(path);
    String root = resolved(directory);
    return at.equals(root) || at.startsWith(root + "/");
  }

  private static String resolved(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return trimmed.equals("/var/run") || trimmed.startsWith("/var/run/")
        ? trimmed.substring("/var".length())
        : trimmed;
  }
}
