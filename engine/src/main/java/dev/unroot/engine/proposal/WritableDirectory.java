package dev.unroot.engine.proposal;

import dev.unroot.engine.evidence.Failure;
import java.util.List;
import java.util.Optional;

/**
 * The directory to make writable for a path that could not be written.
 *
 * <p>A volume hides what the image holds at its place. So only directories that hold state rather
 * than content by convention (Filesystem Hierarchy Standard 3.0, chapter 5, and {@code /run},
 * {@code /tmp}) are simply covered; of an application's own directories the content is copied into
 * the volume first, and the directories of the system are never covered.
 *
 * @param path where the volume is mounted
 * @param holdsContent whether what the image holds there has to be copied into the volume
 */
record WritableDirectory(String path, boolean holdsContent) {
  /** Whole directories that hold nothing but state. */
  private static final List<String> STATE =
      List.of("/run", "/var/run", "/tmp", "/var/tmp", "/var/log", "/run/lock", "/var/lock");

  /** Directories shared by many programs, each with a directory of its own below. */
  private static final List<String> SHARED = List.of("/var/lib", "/var/cache", "/var/spool");

  /** Directories of the system, and what is below them. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/proc",
          "/root",
          "/sbin",
          "/sys",
          "/usr/bin",
          "/usr/include",
          "/usr/lib",
          "/usr/lib32",
          "/usr/lib64",
          "/usr/libexec",
          "/usr/libx32",
          "/usr/sbin",
          "/usr/share");

  /** Directories under which each application has one of its own. */
  private static final List<String> TOP =
      List.of("/", "/home", "/mnt", "/opt", "/srv", "/usr", "/usr/local", "/var");

  /**
   * Where to mount a volume so that the path of {@code failure} can be written; nothing where that
   * would hide what the system needs.
   */
  static Optional<WritableDirectory> of(Failure.PathNotWritable failure) {
    String path = failure.path();
    if (path.contains("/../") || path.endsWith("/..")) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    String parent = slash <= 0 ? "/" : path.substring(0, slash);
    if (isState(parent)) {
      return Optional.of(new WritableDirectory(parent, false));
    }
    if (failure.makesDirectory()
        && !isOf(SYSTEM, path)
        && !TOP.contains(path)
        && !SHARED.contains(path)) {
      return Optional.of(new WritableDirectory(path, false)); // what is not there holds nothing
    }
    return isOf(SYSTEM, parent) || TOP.contains(parent) || SHARED.contains(parent)
        ? Optional.empty()
        : Optional.of(new WritableDirectory(parent, true));
  }

  private static boolean isOf(List<String> directories, String path) {
    return directories.stream().anyMatch(directory -> isWithin(path, directory));
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
