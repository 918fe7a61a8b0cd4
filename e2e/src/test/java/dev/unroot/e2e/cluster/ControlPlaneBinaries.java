package dev.unroot.e2e.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the programs that a control plane consists of: on this machine ({@code PATH}, {@code
 * KUBEBUILDER_ASSETS}, the cache of {@code e2e/cluster}), else downloaded as fabric8's
 * kube-api-test does, else compiled from the Go modules that {@code e2e/cluster} pins. Only when
 * all of that fails it complains, once, about all that is missing.
 *
 * <p>kube-controller-manager cannot be done without: no pod can be made in a namespace before it
 * made the namespace's service account, and no namespace ever goes away. Downloads do not have it,
 * so that it is compiled where none is found.
 */
final class ControlPlaneBinaries {

  private enum Binary {
    KUBE_APISERVER("kube-apiserver"),
    KUBE_CONTROLLER_MANAGER("kube-controller-manager"),
    KUBECTL("kubectl"),
    ETCD("etcd");

    private final String file;

    Binary(String file) {
      this.file = file;
    }

    /** etcd has versions of its own, and any will do. */
    boolean hasRelease() {
      return this != ETCD;
    }

    Optional<KubernetesRelease> release(Path binary) {
      return KubernetesRelease.printedBy(
          this == KUBECTL
              ? Command.of(binary, "version", "--client")
              : Command.of(binary, "--version"));
    }
  }

  private final KubernetesRelease pinned = KubernetesRelease.pinned();
  private final Map<Binary, Path> found = new EnumMap<>(Binary.class);
  private final List<String> attempts = new ArrayList<>();

  /** A directory that holds them all. */
  static Path find() {
    return new ControlPlaneBinaries().search();
  }

  /** The directory of the cluster script's own binaries, which a node always runs. */
  static Path ofClusterScript() {
    return cache();
  }

  private Path search() {
    take(onThisMachine());
    if (!missing().isEmpty()) {
      download();
    }
    if (!missing().isEmpty()) {
      compile();
    }
    if (!missing().isEmpty()) {
      throw new CommandFailedException(complaint());
    }
    return together();
  }

  private void take(List<Path> directories) {
    for (Binary binary : Binary.values()) {
      for (Path directory : directories) {
        Path candidate = directory.resolve(binary.file);
        if (!found.containsKey(binary)
            && Files.isExecutable(candidate)
            && fits(binary, candidate)) {
          found.put(binary, candidate);
        }
      }
    }
  }

  /**
   * Older programs do not know the fields that the tests use, and a server and its controllers are
   * of one release.
   */
  private boolean fits(Binary binary, Path candidate) {
    if (!binary.hasRelease()) {
      return true;
    }
    Optional<KubernetesRelease> release = binary.release(candidate);
    boolean fits = release.filter(r -> r.compareTo(pinned) >= 0).isPresent();
    Path server = found.get(Binary.KUBE_APISERVER);
    if (binary == Binary.KUBE_CONTROLLER_MANAGER && server != null) {
      fits &= release.equals(Binary.KUBE_APISERVER.release(server));
    }
    if (!fits) {
      attempts.add(
          candidate + " does not fit: it is " + release.map(r -> "release " + r).orElse("broken"));
    }
    return fits;
  }

  private static List<Path> onThisMachine() {
    List<Path> directories = new ArrayList<>();
    String path = System.getenv().getOrDefault("PATH", "");
    Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(path)
        .map(Path::of)
        .forEach(directories::add);
    String assets = System.getenv("KUBEBUILDER_ASSETS");
    if (assets != null) {
      directories.add(Path.of(assets));
    }
    directories.add(cache());
    return directories;
  }

  /** Where {@code e2e/cluster} puts what it builds; the same rule as in the script. */
  private static Path cache() {
    String cluster = System.getenv("CLUSTER_CACHE");
    String user = System.getenv("XDG_CACHE_HOME");
    Path cache =
        cluster != null
            ? Path.of(cluster)
            : (user != null ? Path.of(user) : Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("unroot-cluster");
    return cache.resolve("bin").toAbsolutePath();
  }

  private void download() {
    DownloadedBinaries downloads = new DownloadedBinaries(pinned);
    Set<Binary> useful = missing();
    useful.remove(Binary.KUBE_CONTROLLER_MANAGER);
    if (useful.isEmpty()) {
      return;
    }
    try {
      Path directory =
          downloads
              .kept()
              .orElseGet(
                  () -> {
                    System.err.println("looking for a download of " + names(useful) + " ...");
                    return downloads.download();
                  });
      take(List.of(directory));
    } catch (CommandFailedException e) {
      attempts.add("download: " + e.getMessage());
      System.err.println("no download: " + e.getMessage());
    }
  }

  private void compile() {
    try {
      ClusterScript.asByHand()
          .build(missing().stream().map(binary -> binary.file).toArray(String[]::new));
      take(List.of(cache()));
    } catch (CommandFailedException e) {
      attempts.add(e.getMessage());
    }
  }

  private Set<Binary> missing() {
    Set<Binary> missing = EnumSet.allOf(Binary.class);
    missing.removeAll(found.keySet());
    return missing;
  }

  private String complaint() {
    return """
        These tests need a control plane of Kubernetes %s or later, and there is no %s. Any of these helps:
          - network access to Go modules, and Go 1.21 or later on the PATH: they are then compiled (about 7 minutes, once)
          - a directory that has them on the PATH or as KUBEBUILDER_ASSETS
        What was tried, beside PATH, KUBEBUILDER_ASSETS and %s:
        %s"""
        .formatted(
            pinned,
            names(missing()),
            cache(),
            attempts.stream()
                .map(attempt -> "  - " + attempt.replace("\n", "\n    "))
                .collect(Collectors.joining("\n")));
  }

  /** The cluster script wants one directory. Usually it is one already. */
  private Path together() {
    Set<@Nullable Path> directories =
        found.values().stream().map(Path::getParent).collect(Collectors.toSet());
    if (directories.size() == 1) {
      return directories.iterator().next();
    }
    try {
      Path links = Files.createTempDirectory("unroot-control-plane-bin-");
      links.toFile().deleteOnExit();
      for (Map.Entry<Binary, Path> binary : found.entrySet()) {
        Path link =
            Files.createSymbolicLink(
                links.resolve(binary.getKey().file), binary.getValue().toAbsolutePath());
        link.toFile().deleteOnExit();
      }
      return links;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String names(Set<Binary> binaries) {
    return binaries.stream().map(binary -> binary.file).collect(Collectors.joining(", "));
  }
}
