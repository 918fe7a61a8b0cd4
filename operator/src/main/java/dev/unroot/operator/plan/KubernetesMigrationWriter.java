package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.register.MigrationRegister;
import dev.unroot.operator.register.RegisteredMigration;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
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
   * made the migration owns it, too.
   */
  @Override
  public void change(WorkloadMigration migration) {
    register.written(
        client
            .resources(WorkloadMigration.class)
            .inNamespace(migration.getMetadata().getNamespace())
            .withName(migration.getMetadata().getName())
            .edit(
                current -> {
                  current.setSpec(migration.getSpec());
                  current.getMetadata().setLabels(migration.getMetadata().getLabels());
                  current
                      .getMetadata()
                      .setOwnerReferences(migration.getMetadata().getOwnerReferences());
                  return current;
                }));
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
