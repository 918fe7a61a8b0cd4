package dev.unroot.e2e.installation;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.Settings;
import dev.unroot.operator.UnrootOperator;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The CRDs and permissions of {@code deploy/trial} without its Deployment: the operator runs in the
 * test's own process.
 */
public final class Installation {
  /** The namespace of the operator's service account. */
  public static final String NAMESPACE = "unroot";

  /** The operator's service account. */
  public static final String SERVICE_ACCOUNT = "unroot-operator";

  private final Cluster cluster;

  private Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Installs CRDs and permissions; doing it again changes nothing. */
  public static Installation of(Cluster cluster) {
    cluster.apply(Repository.path("crds"));
    cluster.apply(Repository.path("deploy/permissions"));
    cluster.apply(Repository.path("deploy/trial-permissions"));
    return new Installation(cluster);
  }

  /** The operator as the shipped identity, for one namespace, so that tests do not meet. */
  public RunningOperator operator(TestNamespace namespace) {
    return operator(namespace, cluster.configOf(NAMESPACE, SERVICE_ACCOUNT), builder -> {});
  }

  /** The operator as another identity, or over a connection that is made worse. */
  public RunningOperator operator(
      TestNamespace namespace, Config identity, Consumer<HttpClient.Builder> connection) {
    return operator(Set.of(namespace.name()), identity, connection);
  }

  /** The same for some namespaces. */
  public RunningOperator operator(
      Set<String> namespaces, Config identity, Consumer<HttpClient.Builder> connection) {
    Config config = new ConfigBuilder(identity).withRequestRetryBackoffLimit(2).build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(connection::accept)
            .build();
    Settings settings =
        new Settings(
            namespaces,
            "test.local/busybox:1",
            Optional.of(Settings.DEFAULT_PRIORITY_CLASS),
            0,
            Optional.empty(),
            ImageFacts.builtIn(),
            Optional.empty());
    return new RunningOperator(client, UnrootOperator.start(client, settings));
  }

  /** An operator in this process; closing it stops it. */
  public record RunningOperator(KubernetesClient client, UnrootOperator operator)
      implements AutoCloseable {
    @Override
    public void close() {
      operator.close();
      client.close();
    }
  }
}
