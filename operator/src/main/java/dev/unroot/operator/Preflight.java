package dev.unroot.operator;

import dev.unroot.api.v1alpha1.MigrationPlan;
import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.definition.OutdatedDefinitions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What would keep the operator from doing anything at all, looked for before it starts: all of it
 * at once, with remedies.
 */
final class Preflight {
  private Preflight() {}

  /** The problems; empty where the operator can start. */
  static List<String> problems(KubernetesClient client, Settings settings) {
    Set<String> problems = new LinkedHashSet<>();
    List<String> namespaces = new ArrayList<>(settings.namespaces());
    if (namespaces.isEmpty()) {
      namespaces.add("");
    }
    for (Class<? extends HasMetadata> type :
        List.of(MigrationPlan.class, WorkloadMigration.class)) {
      for (String namespace : namespaces) {
        try {
          list(client, type, namespace);
        } catch (KubernetesClientException e) {
          problems.add(problem(client, type, namespace, e));
        }
      }
    }
    if (problems.isEmpty()) {
      problems.addAll(OutdatedDefinitions.problems(client, OutdatedDefinitions.PATIENCE));
    }
    return List.copyOf(problems);
  }

  private static void list(
      KubernetesClient client, Class<? extends HasMetadata> type, String namespace) {
    ListOptions one = new ListOptionsBuilder().withLimit(1L).build();
    if (namespace.isEmpty()) {
      client.resources(type).inAnyNamespace().list(one);
    } else {
      client.resources(type).inNamespace(namespace).list(one);
    }
  }

  private static String problem(
      KubernetesClient client,
      Class<? extends HasMetadata> type,
      String namespace,
      KubernetesClientException failure) {
    String resource = HasMetadata.getFullResourceName(type);
    String where = namespace.isEmpty() ? "in the cluster" : "in namespace " + namespace;
    return switch (failure.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND ->
          "the CRD " + resource + " is not installed: kubectl apply -k crds/";
      case HttpURLConnection.HTTP_FORBIDDEN ->
          "may not list "
              + resource
              + " "
              + where
              + (namespace.isEmpty()
                  ? ": kubectl apply -k deploy/permissions, or name the namespaces that it has Roles"
                      + " in (--namespaces)"
                  : ": kubectl apply -k deploy/permissions, or a Role there as in deploy/namespaced");
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          "the API server does not know who this is: log in again, or check the kubeconfig";
      case -1, 0 ->
          "no API server answers at "
              + client.getMasterUrl()
              + ": check $KUBECONFIG and the network";
      default -> ApiServerFailure.describe(failure);
    };
  }
}
