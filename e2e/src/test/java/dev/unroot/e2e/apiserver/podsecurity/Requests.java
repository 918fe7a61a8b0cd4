package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.e2e.cluster.Cluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests whose answers are read as they are: the client's own API drops warnings. */
final class Requests {
  private static final int FORBIDDEN = 403;
  private static final String WARNING = "299 - \"would violate PodSecurity";

  private final KubernetesClient admin;

  Requests(Cluster cluster) {
    this.admin = cluster.admin();
  }

  HttpResponse<String> post(String namespace, String path, String json) {
    return send("POST", namespace, path, "application/json", json);
  }

  HttpResponse<String> patch(String namespace, String path, String json) {
    return send("PATCH", namespace, path, "application/strategic-merge-patch+json", json);
  }

  private HttpResponse<String> send(
      String method, String namespace, String path, String type, String json) {
    return admin
        .getHttpClient()
        .sendAsync(
            admin
                .getHttpClient()
                .newHttpRequestBuilder()
                .uri(admin.getMasterUrl() + "api/v1/namespaces/" + namespace + "/" + path)
                .method(method, type, json)
                .build(),
            String.class)
        .join();
  }

  /**
   * Why the request was refused; empty where it was not.
   *
   * @throws InvalidPodException where that has nothing to do with Pod Security
   */
  static Set<Reason> reasons(HttpResponse<String> response) {
    if (response.isSuccessful()) {
      return Set.of();
    }
    String message = Serialization.unmarshal(response.body(), Map.class).get("message").toString();
    if (response.code() == FORBIDDEN) {
      return AdmissionMessage.reasons(message);
    }
    throw new InvalidPodException(response.code() + ": " + message);
  }

  /** What Pod Security warned of. */
  static Set<Reason> warned(HttpResponse<String> response) {
    return response.headers("Warning").stream()
        .filter(warning -> warning.startsWith(WARNING))
        .map(warning -> warning.substring(0, warning.length() - 1).replace("\\\"", "\""))
        .flatMap(warning -> AdmissionMessage.reasons(warning).stream())
        .collect(Collectors.toSet());
  }
}
