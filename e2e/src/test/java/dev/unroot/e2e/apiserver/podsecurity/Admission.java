package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.e2e.cluster.Cluster;
import dev.unroot.e2e.cluster.TestNamespace;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.workload.PodTemplate;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The API server's own admission at one version of the policies. Every request is a dry run.
 *
 * <p>One namespace enforces the baseline level and warns of the restricted one, so that a pod that
 * the baseline level lets in needs one request for both verdicts. Another enforces the restricted
 * level.
 */
final class Admission implements AutoCloseable {
  private static final String LABEL = "pod-security.kubernetes.io/";
  private static final String PODS = "pods?dryRun=All&fieldValidation=Strict";

  private final Requests requests;
  private final TestNamespace warning;
  private final TestNamespace restricted;

  Admission(Cluster cluster, String version) {
    this.requests = new Requests(cluster);
    this.warning =
        cluster.namespace(
            "pod-security",
            Map.of(
                LABEL + "enforce",
                "baseline",
                LABEL + "enforce-version",
                version,
                LABEL + "warn",
                "restricted",
                LABEL + "warn-version",
                version));
    this.restricted =
        cluster.namespace(
            "pod-security",
            Map.of(LABEL + "enforce", "restricted", LABEL + "enforce-version", version));
  }

  /**
   * Why {@code pod} is refused at each level; empty where it is let in.
   *
   * @throws InvalidPodException where the API server does not take it for a pod at all
   */
  Map<Level, Set<Reason>> judge(PodTemplate pod) {
    String json = json(pod);
    Map<Level, Set<Reason>> reasons = new EnumMap<>(Level.class);
    HttpResponse<String> response = requests.post(warning.name(), PODS, json);
    reasons.put(Level.BASELINE, Requests.reasons(response));
    reasons.put(
        Level.RESTRICTED,
        response.isSuccessful()
            ? Requests.warned(response)
            : Requests.reasons(requests.post(restricted.name(), PODS, json)));
    return reasons;
  }

  /** Why {@code pod} is refused, and not only warned of, at the restricted level. */
  Set<Reason> refuse(PodTemplate pod) {
    return Requests.reasons(requests.post(restricted.name(), PODS, json(pod)));
  }

  static String json(PodTemplate pod) {
    Map<String, Object> metadata = new LinkedHashMap<>(pod.metadata().values());
    metadata.put("name", "judged");
    Map<String, Object> object = new LinkedHashMap<>(pod.object());
    object.put("apiVersion", "v1");
    object.put("kind", "Pod");
    object.put("metadata", metadata);
    return Serialization.asJson(object);
  }

  @Override
  public void close() {
    warning.close();
    restricted.close();
  }
}
