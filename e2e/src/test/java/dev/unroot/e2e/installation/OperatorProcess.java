package dev.unroot.e2e.installation;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The packaged operator as a process of its own under the shipped identity, so that it can be
 * killed.
 */
public final class OperatorProcess implements AutoCloseable {
  private final Process process;
  private final Path kubeconfig;

  private OperatorProcess(Process process, Path kubeconfig) {
    this.process = process;
    this.kubeconfig = kubeconfig;
  }

  /** Starts it for one namespace. */
  public static OperatorProcess start(Cluster cluster, TestNamespace namespace) {
    try {
      Path kubeconfig = Files.createTempFile("unroot-operator-", ".conf");
      Files.writeString(
          kubeconfig,
          kubeconfig(cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT)));
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              Repository.path("operator/target/unroot-operator.jar").toString(),
              "--namespaces=" + namespace.name(),
              "--observer-image=test.local/busybox:1",
              "--http-port=0");
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
      return new OperatorProcess(builder.start(), kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kubeconfig(Config config) {
    return """
        apiVersion: v1
        kind: Config
        current-context: operator
        clusters: [{name: test, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: operator, user: {token: "%s"}}]
        contexts: [{name: operator, context: {cluster: test, user: operator}}]
        """
        .formatted(config.getMasterUrl(), config.getCaCertData(), config.getOauthToken());
  }

  /** Ends it without a chance to tidy up, as a crash or a lost node would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(kubeconfig);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
