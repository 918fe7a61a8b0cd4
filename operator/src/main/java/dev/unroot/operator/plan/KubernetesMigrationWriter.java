package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes to the API server, and tells the register at once. */
final class KubernetesMigrationWriter implements MigrationWriter {
  private final KubernetesClient client;
  private final MigrationRegister register;

  KubernetesMigrationWriter(KubernetesClient client, MigrationRegister register) {
    this.client = client;
    this.register = register;
  }

  @Override
  public Outcome create(WorkloadMigration migration) {
    try {
      register.written(client.resource(migration).create());
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (ApiServerFailure.isNamespaceTerminating(e)) {
        return Outcome.TERMINATING;
      }
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      WorkloadMigration other = client.resource(migration).get();
      if (other == null) {
        throw e; // it went meanwhile: the next look makes it
      }
      if (!owners(other).isEmpty() && !owners(other).equals(owners(migration))) {
        return Outcome.CLAIMED;
      }
      change(migration); // left behind by a plan that is gone, or made and not seen yet
      return Outcome.DONE;
    }
  }

  private static Set<String> owners(WorkloadMigration migration) {
    return migration.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .collect(Collectors.toSet());
  }

  /**
   * Not by server-side apply: that would keep a field which is no longer asked for, since whoever
   * made the migration owns it, too. Nor is it read before: whatever it is, it is to be this.
   */
  @Override
  public void change(WorkloadMigration migration) {
    List<Map<String, Object>> patch =
        List.of(
            replacement("/spec", migration.getSpec()),
            replacement("/metadata/labels", migration.getMetadata().getLabels()),
            replacement("/metadata/ownerReferences", migration.getMetadata().getOwnerReferences()));
    register.written(
        client
            .resource(migration)
            .patch(
                PatchContext.of(PatchType.JSON),
                client.getKubernetesSerialization().asJson(patch)));
  }

  private static Map<String, Object> replacement(String path, Object value) {
    return Map.of("op", "add", "path", path, "value", value);
  }

  @Override
  public void delete(RegisteredMigration migration) {
    client
        .resources(WorkloadMigration.class)
        .inNamespace(migration.workload().namespace())
        .withName(migration.name())
        .delete();
    register.deleted(migration);
  }
}
