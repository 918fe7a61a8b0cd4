package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.compact.SlimStore;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one kind in one namespace, or in all where {@code namespace} is empty. */
final class KindInformer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindInformer.class);

  /**
   * Lists come in pages, so that no list of the whole cluster is ever held at once: an object may
   * have 1.5 MB, and whoever may write objects may write many such.
   */
  private static final long PAGE = 50;

  private final WorkloadKind kind;
  private final Optional<String> namespace;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private final Sink sink;
  private final SlimStore<GenericKubernetesResource> items =
      new SlimStore<>(GenericKubernetesResource::new);

  /** The keys of what was told of before the first list was through. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private volatile boolean refused;
  private volatile boolean synced;

  /** Where it puts what it sees. */
  interface Sink {
    /** There is an object, new or changed. */
    void put(WorkloadKind kind, GenericKubernetesResource resource);

    /** There is an object no longer. */
    void remove(WorkloadKind kind, String namespace, String name);
  }

  KindInformer(KubernetesClient client, WorkloadKind kind, Optional<String> namespace, Sink sink) {
    this.kind = kind;
    this.namespace = namespace;
    this.sink = sink;
    var resources = client.genericKubernetesResources(context(kind));
    var scoped =
        namespace.isPresent() ? resources.inNamespace(namespace.get()) : resources.inAnyNamespace();
    informer = scoped.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(items);
    informer.addEventHandler(new Handler());
    informer.exceptionHandler(
        (started, failure) -> {
          if (ApiServerFailure.isForbidden(failure)) {
            refused = true;
          }
          LOG.atWarn()
              .addKeyValue("kind", kind.kind())
              .log(
                  "Could not list or watch workloads, trying again: {}",
                  ApiServerFailure.describe(failure));
          return true;
        });
  }

  private static ResourceDefinitionContext context(WorkloadKind kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group(kind))
        .withVersion(kind.apiVersion().substring(kind.apiVersion().indexOf('/') + 1))
        .withKind(kind.kind())
        .withPlural(kind + "s")
        .withNamespaced(true)
        .build();
  }

  private static String group(WorkloadKind kind) {
    int slash = kind.apiVersion().indexOf('/');
    return slash < 0 ? "" : kind.apiVersion().substring(0, slash);
  }

  WorkloadKind kind() {
    return kind;
  }

  boolean covers(String someNamespace) {
    return namespace.isEmpty() || namespace.get().equals(someNamespace);
  }

  void start() {
    informer.start();
  }

  /**
   * Whether the first list is there, and all of it was put where it belongs: the informer calls
   * itself synced before it has told of what it listed.
   */
  boolean hasSynced() {
    if (!synced && informer.hasSynced() && items.keySet().allMatch(told::contains)) {
      synced = true;
      told.clear();
    }
    return synced;
  }

  private void put(GenericKubernetesResource resource) {
    try {
      sink.put(kind, resource);
    } finally {
      if (!synced) {
        told.add(items.getKey(resource));
      }
    }
  }

  /** Whether the permission to list or watch was missing when it was last needed. */
  boolean isRefused() {
    if (informer.isWatching()) {
      refused = false;
    }
    return refused;
  }

  /** The permission that it needs, in words. */
  String permission() {
    String group = group(kind);
    String resource = kind + "s" + (group.isEmpty() ? "" : "." + group);
    String where = namespace.map(ns -> " in namespace " + ns).orElse(" in the cluster");
    return "the operator may not list and watch "
        + resource
        + where
        + ": a cluster administrator has to apply deploy/ again; they are not counted until then";
  }

  @Override
  public void close() {
    informer.stop();
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource resource) {
      put(resource);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      put(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
      sink.remove(kind, resource.getMetadata().getNamespace(), resource.getMetadata().getName());
    }
  }
}
