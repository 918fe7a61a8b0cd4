package dev.unroot.e2e.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A running API server, and what every test does with one. */
public abstract sealed class Cluster implements AutoCloseable permits ControlPlane, Node {

  private final Path kubeconfig;
  private final Path kubectl;
  private final KubernetesClient admin;

  Cluster(Path kubeconfig, Path binaries) {
    this.kubeconfig = kubeconfig;
    this.kubectl = binaries.resolve("kubectl");
    this.admin = new KubernetesClientBuilder().withConfig(adminConfig()).build();
  }

  /** The administrator's kubeconfig, for programs that a test runs. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /** A client that may do everything; it belongs to the cluster, so do not close it. */
  public KubernetesClient admin() {
    return admin;
  }

  /**
   * What an administrator's own client needs, for code under test that builds its client itself.
   */
  public Config adminConfig() {
    return Config.fromKubeconfig(kubeconfig.toFile());
  }

  /**
   * The configuration of a client that <em>is</em> this service account: a token from the API
   * server and nothing else, so that the shipped RBAC and admission policies judge it as they judge
   * a pod that runs under the account.
   */
  public Config configOf(String namespace, String serviceAccount) {
    TokenRequest token =
        admin.serviceAccounts().inNamespace(namespace).withName(serviceAccount).tokenRequest();
    Config config = adminConfig();
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(config.getMasterUrl())
        .withCaCertData(config.getCaCertData())
        .withOauthToken(token.getStatus().getToken())
        .withNamespace(namespace)
        .build();
  }

  /** A client that is this service account; the test closes it. */
  public KubernetesClient clientOf(String namespace, String serviceAccount) {
    return new KubernetesClientBuilder().withConfig(configOf(namespace, serviceAccount)).build();
  }

  /**
   * Runs kubectl as the administrator and returns its output.
   *
   * @throws CommandFailedException with what kubectl said, when it fails
   */
  public String kubectl(String... arguments) {
    List<String> words = new ArrayList<>(List.of("--kubeconfig", kubeconfig.toString()));
    words.addAll(List.of(arguments));
    Path cache = kubeconfig.resolveSibling("kubectl-cache");
    return Command.of(kubectl, words.toArray(String[]::new))
        .with(Map.of("KUBECACHEDIR", cache.toString()))
        .run();
  }

  /**
   * Runs a command line as an administrator would type it, in bash, with kubectl on the path, and
   * returns its output.
   *
   * @throws CommandFailedException with what it said, when it fails
   */
  public String shell(String line) {
    return Command.of("bash", "-euo", "pipefail", "-c", line)
        .with(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "KUBECACHEDIR",
                kubeconfig.resolveSibling("kubectl-cache").toString(),
                "PATH",
                kubectl.getParent() + ":" + System.getenv("PATH")))
        .run();
  }

  /**
   * Applies a file, a directory of manifests or a kustomization, as a user would, and waits for the
   * CRDs in it.
   */
  public void apply(Path manifests) {
    boolean kustomization = Files.exists(manifests.resolve("kustomization.yaml"));
    kubectl("apply", "--server-side", kustomization ? "-k" : "-f", manifests.toString());
    if (!admin.apiextensions().v1().customResourceDefinitions().list().getItems().isEmpty()) {
      kubectl(
          "wait",
          "--for=condition=Established",
          "customresourcedefinition",
          "--all",
          "--timeout=30s");
    }
  }

  /** Applies a manifest given as text. */
  public void apply(String yaml) {
    try {
      Path file = Files.createTempFile("unroot-manifest-", ".yaml");
      try {
        Files.writeString(file, yaml);
        apply(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new namespace that is ready for pods; closing it starts its deletion. */
  public TestNamespace namespace(String prefix) {
    return namespace(prefix, Map.of());
  }

  /** A new namespace with these labels, such as Pod Security's. */
  public TestNamespace namespace(String prefix, Map<String, String> labels) {
    String name =
        admin
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName(prefix + "-")
                    .withLabels(labels)
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    await("the service account of namespace " + name)
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
    return new TestNamespace(name, admin);
  }

  @Override
  public void close() {
    admin.close();
  }
}
