package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;

/** The objects of the eight kinds, where they are: at the API server. */
public final class RemoteObjects {
  private final KubernetesClient client;

  /** Those that {@code client} reaches. */
  public RemoteObjects(KubernetesClient client) {
    this.client = client;
  }

  /** All objects of one kind. */
  public MixedOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      of(WorkloadKind kind) {
    return client.genericKubernetesResources(
        new ResourceDefinitionContext.Builder()
            .withGroup(group(kind))
            .withVersion(kind.apiVersion().substring(kind.apiVersion().indexOf('/') + 1))
            .withKind(kind.kind())
            .withPlural(kind + "s")
            .withNamespaced(true)
            .build());
  }

  /** One object, by a list of it alone: the operator may list, and needs no other right. */
  Optional<GenericKubernetesResource> find(String namespace, ObjectId id) {
    return of(id.kind())
        .inNamespace(namespace)
        .withField("metadata.name", id.name())
        .list()
        .getItems()
        .stream()
        .findFirst();
  }

  /** The API group of {@code kind}; empty for the core group. */
  static String group(WorkloadKind kind) {
    int slash = kind.apiVersion().indexOf('/');
    return slash < 0 ? "" : kind.apiVersion().substring(0, slash);
  }
}
