package dev.unroot.engine.proposal;

import dev.unroot.engine.setup.SetUpCommand;
import dev.unroot.engine.setup.SetUpKind;
import dev.unroot.engine.workload.Container;
import java.util.List;
import java.util.Optional;

/**
 * Finds the directory of an image that has to be on a volume, so that an init container can change
 * a path in it: what the image holds there is copied into the volume first.
 *
 * <p>It is the smallest one that is sure to hold all that the command changes. What the system or
 * many programs share is never covered, nor what lies above a mount, which would be hidden or
 * copied along.
 */
final class ImageDirectory {
  /** Covered neither themselves nor below. */
  private static final List<String> SYSTEM =
      List.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc/alternatives",
          "/etc/pam.d",
          "/etc/security",
          "/etc/ssl",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/proc",
          "/root",
          "/run/secrets",
          "/sbin",
          "/sys",
          "/unroot-volume",
          "/usr/bin",
          "/usr/include",
          "/usr/lib",
          "/usr/lib32",
          "/usr/lib64",
          "/usr/libexec",
          "/usr/libx32",
          "/usr/local/bin",
          "/usr/local/include",
          "/usr/local/lib",
          "/usr/local/sbin",
          "/usr/sbin");

  /** Not covered themselves: each program has something of its own below. */
  private static final List<String> SHARED =
      List.of(
          "/",
          "/etc",
          "/home",
          "/media",
          "/mnt",
          "/opt",
          "/run",
          "/run/lock",
          "/srv",
          "/tmp",
          "/usr",
          "/usr/local",
          "/usr/local/etc",
          "/usr/local/share",
          "/usr/share",
          "/usr/src",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/lock",
          "/var/log",
          "/var/spool",
          "/var/tmp",
          "/var/www");

  private ImageDirectory() {}

  /** The directory for {@code path}, which {@code command} changes; nothing where none will do. */
  static Optional<String> of(SetUpCommand command, String path, Container container) {
    if (!isPlain(path)) {
      return Optional.empty();
    }
    boolean whole = command.recursive() || path.endsWith("/");
    String trimmed = path.replaceAll("/+$", "");
    if (whole) {
      return Optional.of(trimmed).filter(directory -> mayBeCovered(directory, container));
    }
    // What is given away is a directory more often than a file in one that all share.
    return Optional.of(trimmed.substring(0, Math.max(0, trimmed.lastIndexOf('/'))))
        .filter(parent -> mayBeCovered(parent, container))
        .or(
            () ->
                Optional.of(trimmed)
                    .filter(directory -> command.kind() == SetUpKind.OWNER)
                    .filter(directory -> mayBeCovered(directory, container)));
  }

  /** Whether {@code path} is what it looks like, and a volume can be mounted there. */
  static boolean isPlain(String path) {
    return path.startsWith("/")
        && !path.contains(":")
        && !path.contains("//")
        && !path.contains("/./")
        && !path.endsWith("/.")
        && !path.contains("/../")
        && !path.endsWith("/..");
  }

  private static boolean mayBeCovered(String directory, Container container) {
    return !directory.isEmpty()
        && SHARED.stream().noneMatch(shared -> isSame(directory, shared))
        && SYSTEM.stream().noneMatch(system -> WritableDirectory.isWithin(directory, system))
        && container.mountPaths().stream()
            .noneMatch(
                mount ->
                    WritableDirectory.isWithin(mount, directory)
                        || WritableDirectory.isWithin(directory, mount));
  }

  private static boolean isSame(String one, String other) {
    return WritableDirectory.isWithin(one, other) && WritableDirectory.isWithin(other, one);
  }
}
