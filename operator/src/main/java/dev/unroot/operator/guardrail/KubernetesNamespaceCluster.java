package dev.unroot.operator.guardrail;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Namespaces of a real cluster. Labels are applied by a request of our own: the client has no way
 * to tell the warnings of an answer, and they are what a dry run is for.
 */
public final class KubernetesNamespaceCluster implements NamespaceCluster {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final long SECONDS = 30;

  /** RFC 7234: a code, an agent, and a quoted text. */
  private static final Pattern WARNING =
      Pattern.compile("\\d{3} \\S+ \"(?<text>(?:[^\"\\\\]|\\\\.)*)\"");

  private final KubernetesClient client;

  /** Acts through {@code client}. */
  public KubernetesNamespaceCluster(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Namespace> find(String name) {
    return Optional.ofNullable(client.namespaces().withName(name).get());
  }

  @Override
  public List<String> apply(String name, Map<String, String> labels, boolean isDryRun) {
    String body =
        client
            .getKubernetesSerialization()
            .asJson(
                Map.of(
                    "apiVersion", "v1",
                    "kind", "Namespace",
                    "metadata", Map.of("name", name, "labels", labels)));
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(uri(name, isDryRun))
            .patch(APPLY, body)
            .timeout(SECONDS, TimeUnit.SECONDS)
            .build();
    HttpResponse<String> response = send(request);
    if (!response.isSuccessful()) {
      throw refusal(response);
    }
    return response.headers("Warning").stream().flatMap(KubernetesNamespaceCluster::texts).toList();
  }

  private URI uri(String name, boolean isDryRun) {
    String master = client.getMasterUrl().toString();
    return URI.create(
        master
            + (master.endsWith("/") ? "" : "/")
            + "api/v1/namespaces/"
            + name
            + "?fieldManager="
            + NamespaceLabels.MANAGER
            + "&force=false"
            + (isDryRun ? "&dryRun=All" : ""));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.getHttpClient().sendAsync(request, String.class).get(SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while labelling a namespace", e);
    } catch (ExecutionException | TimeoutException e) {
      throw KubernetesClientException.launderThrowable(e);
    }
  }

  private KubernetesClientException refusal(HttpResponse<String> response) {
    Status status;
    try {
      status = client.getKubernetesSerialization().unmarshal(response.body(), Status.class);
    } catch (RuntimeException e) {
      status = new Status(); // whatever answered, it was no API server
    }
    String message = status.getMessage() == null ? "" : status.getMessage();
    return new KubernetesClientException(message, response.code(), status);
  }

  /** The texts of a header, which may hold several. */
  static Stream<String> texts(String header) {
    Matcher matcher = WARNING.matcher(header);
    return matcher.results().map(found -> found.group(1).replaceAll("\\\\(.)", "$1"));
  }
}
