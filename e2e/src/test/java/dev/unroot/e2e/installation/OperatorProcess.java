package dev.unroot.e2e.installation;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The packaged operator as a process of its own under the shipped identity, so that it can be
 * killed.
 */
public final class OperatorProcess implements AutoCloseable {
  private static final Pattern OPTION = Pattern.compile("\"(-XX:[^\"]+)\"");

  private final Process process;
  private final Path kubeconfig;

  private OperatorProcess(Process process, Path kubeconfig) {
    this.process = process;
    this.kubeconfig = kubeconfig;
  }

  /** What an operator that does not start says, and its exit status. */
  public record Refusal(List<String> lines, int status) {}

  /** Starts it for one namespace where it is to end by itself, and waits for that. */
  public static Refusal refusal(Cluster cluster, TestNamespace namespace) {
    try {
      Path output = Files.createTempFile("unroot-operator-", ".log");
      try (OperatorProcess operator =
          start(cluster, namespace, ProcessBuilder.Redirect.to(output.toFile()))) {
        if (!operator.process.waitFor(60, TimeUnit.SECONDS)) {
          throw new AssertionError("the operator started: " + Files.readString(output));
        }
        return new Refusal(Files.readAllLines(output), operator.process.exitValue());
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it for one namespace. */
  public static OperatorProcess start(Cluster cluster, TestNamespace namespace) {
    return start(cluster, namespace, ProcessBuilder.Redirect.INHERIT);
  }

  /**
   * Starts it for one namespace with {@code java} options beside those of the image, such as a
   * bound on its memory.
   */
  public static OperatorProcess start(Cluster cluster, TestNamespace namespace, List<String> java) {
    return start(cluster, namespace, ProcessBuilder.Redirect.INHERIT, java);
  }

  /**
   * The options of the image, by which its memory is laid out: another collector needs other
   * bounds.
   */
  private static List<String> imageOptions() throws IOException {
    List<String> options =
        OPTION
            .matcher(Files.readString(Repository.path("Dockerfile")))
            .results()
            .map(found -> found.group(1))
            .toList();
    if (options.isEmpty()) {
      throw new AssertionError("the Dockerfile has no options for java");
    }
    return options;
  }

  private static OperatorProcess start(
      Cluster cluster, TestNamespace namespace, ProcessBuilder.Redirect output) {
    return start(cluster, namespace, output, List.of());
  }

  private static OperatorProcess start(
      Cluster cluster, TestNamespace namespace, ProcessBuilder.Redirect output, List<String> java) {
    try {
      Path kubeconfig = Files.createTempFile("unroot-operator-", ".conf");
      Files.writeString(
          kubeconfig,
          kubeconfig(cluster.configOf(Installation.NAMESPACE, Installation.SERVICE_ACCOUNT)));
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(imageOptions());
      command.addAll(java);
      command.addAll(
          List.of(
              "-jar",
              Repository.path("operator/target/unroot-operator.jar").toString(),
              "--namespaces=" + namespace.name(),
              "--observer-image=test.local/busybox:1",
              "--http-port=0"));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("KUBECONFIG", kubeconfig.toString());
      builder.redirectErrorStream(true).redirectOutput(output);
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

  /** Whether it runs: it ends by itself where it cannot go on, such as without memory. */
  public boolean isAlive() {
    return process.isAlive();
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
