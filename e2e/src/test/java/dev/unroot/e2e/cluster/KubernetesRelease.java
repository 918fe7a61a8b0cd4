package dev.unroot.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A minor release, such as 1.34: what decides which fields and policies an API server knows. */
record KubernetesRelease(int major, int minor) implements Comparable<KubernetesRelease> {

  private static final Pattern VERSION = Pattern.compile("\\bv(\\d+)\\.(\\d+)\\.\\d+");
  private static final Pattern PIN =
      Pattern.compile("(?m)^\\s*(?:require\\s+)?k8s\\.io/kubernetes v.*$");

  /**
   * The release that {@code e2e/cluster} builds, and thus the one that the tests are written for.
   */
  static KubernetesRelease pinned() {
    Matcher pin = PIN.matcher(text(Repository.path("e2e/cluster/tools/kubernetes/go.mod")));
    if (!pin.find()) {
      throw new IllegalStateException(
          "e2e/cluster/tools/kubernetes/go.mod does not pin k8s.io/kubernetes");
    }
    return in(pin.group()).orElseThrow();
  }

  /** The release that a program says it is of; empty where it does not say. */
  static Optional<KubernetesRelease> printedBy(Command command) {
    try {
      return in(command.run());
    } catch (CommandFailedException e) {
      return Optional.empty();
    }
  }

  private static Optional<KubernetesRelease> in(String text) {
    Matcher version = VERSION.matcher(text);
    return version.find()
        ? Optional.of(
            new KubernetesRelease(
                Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2))))
        : Optional.empty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int compareTo(KubernetesRelease other) {
    return major != other.major
        ? Integer.compare(major, other.major)
        : Integer.compare(minor, other.minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
