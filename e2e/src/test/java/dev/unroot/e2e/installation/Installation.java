package dev.unroot.e2e.installation;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.Repository;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.engine.evidence.FailureTable;
import dev.unroot.engine.image.ImageFacts;
import dev.unroot.operator.Settings;
import dev.unroot.operator.UnrootOperator;
import dev.unroot.operator.ceiling.CeilingsFile;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private static final String OBSERVER_IMAGE = "test.local/busybox:1";

  private static final Set<Cluster> INSTALLED = ConcurrentHashMap.newKeySet();

  private final Cluster cluster;

  private Installation(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Installs CRDs and permissions, in a control plane once: its tests restore what they change. */
  public static Installation of(Cluster cluster) {
    if (!(cluster instanceof ControlPlane) || INSTALLED.add(cluster)) {
      cluster.apply(Repository.path("crds"));
      cluster.apply(Repository.path("deploy/permissions"));
      cluster.apply(Repository.path("deploy/trial-permissions"));
    }
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
    return operator(namespaces, identity, connection, Optional.empty(), Clock.systemUTC());
  }

  /** The operator as the shipped identity, with observers of another image. */
  public RunningOperator operator(TestNamespace namespace, String observerImage) {
    return operator(
        Set.of(namespace.name()),
        cluster.configOf(NAMESPACE, SERVICE_ACCOUNT),
        builder -> {},
        Optional.empty(),
        observerImage,
        Clock.systemUTC());
  }

  /** The operator as the shipped identity, under ceilings that an administrator wrote. */
  public RunningOperator operator(TestNamespace namespace, CeilingsFile ceilings) {
    return operator(
        Set.of(namespace.name()),
        cluster.configOf(NAMESPACE, SERVICE_ACCOUNT),
        builder -> {},
        Optional.of(ceilings),
        Clock.systemUTC());
  }

  /** The operator as the shipped identity, by another clock. */
  public RunningOperator operator(
      TestNamespace namespace, Clock clock, Consumer<HttpClient.Builder> connection) {
    return operator(
        Set.of(namespace.name()),
        cluster.configOf(NAMESPACE, SERVICE_ACCOUNT),
        connection,
        Optional.empty(),
        clock);
  }

  private RunningOperator operator(
      Set<String> namespaces,
      Config identity,
      Consumer<HttpClient.Builder> connection,
      Optional<CeilingsFile> ceilings,
      Clock clock) {
    return operator(namespaces, identity, connection, ceilings, OBSERVER_IMAGE, clock);
  }

  private RunningOperator operator(
      Set<String> namespaces,
      Config identity,
      Consumer<HttpClient.Builder> connection,
      Optional<CeilingsFile> ceilings,
      String observerImage,
      Clock clock) {
    Config config = new ConfigBuilder(identity).withRequestRetryBackoffLimit(2).build();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientBuilderConsumer(connection::accept)
            .build();
    Settings settings =
        new Settings(
            namespaces,
            observerImage,
            !(cluster instanceof ControlPlane), // our nodes have image volumes
            Optional.of(Settings.DEFAULT_PRIORITY_CLASS),
            0,
            Optional.empty(),
            ImageFacts.builtIn(),
            FailureTable.builtIn(),
            ceilings);
    return new RunningOperator(client, UnrootOperator.start(client, settings, clock));
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
