package dev.unroot.e2e.cluster;

import io.fabric8.kubeapitest.KubeAPIServerConfig;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.binary.OSInfo;
import io.fabric8.kubeapitest.binary.repo.BinaryRepo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * kube-apiserver, etcd and kubectl as fabric8's kube-api-test fetches and keeps them ({@code
 * KUBE_API_TEST_DIR}, else {@code ~/.kubeapitest}). There is no controller-manager among them.
 */
final class DownloadedBinaries {

  /** A machine that may not reach the index finds out soon, not when a connection times out. */
  private static final Duration FOR_THE_INDEX = Duration.ofSeconds(10);

  private static final Duration FOR_THE_ARCHIVE = Duration.ofMinutes(5);

  private final String version;

  DownloadedBinaries(KubernetesRelease release) {
    this.version = release + ".*";
  }

  /** The directory of an earlier download, by us or by anyone else who uses kube-api-test. */
  Optional<Path> kept() {
    try {
      return Optional.of(directory(true));
    } catch (KubeAPITestException e) {
      return Optional.empty();
    }
  }

  /**
   * Downloads them.
   *
   * @throws CommandFailedException soon, where the network does not let us
   */
  Path download() {
    within(FOR_THE_INDEX, () -> new BinaryRepo(new OSInfo()).listObjectNames().count());
    return within(FOR_THE_ARCHIVE, () -> directory(false));
  }

  private Path directory(boolean offline) {
    KubeAPIServerConfig config =
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withApiServerVersion(version)
            .withOfflineMode(offline)
            .withStartupTimeout(60_000)
            .build();
    BinaryManager manager = new BinaryManager(config);
    manager.initAndDownloadIfRequired();
    return manager.binaries().getApiServer().toPath().toAbsolutePath().getParent();
  }

  private static <T> T within(Duration limit, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "download");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandFailedException("no answer within " + limit.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new CommandFailedException(cause.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted", e);
    }
  }
}
