package dev.unroot.operator.inventory;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.compact.PackedStore;
import dev.unroot.operator.compact.SlimStore;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one kind in one namespace, or in all where {@code namespace} is empty. */
final class KindInformer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindInformer.class);

  /**
   * Lists come in pages, so that no list of the whole cluster is ever held at once: an object may
   * have 1.5 MB, and whoever may write objects may write many such.
   */
  private static final long PAGE = 20;

  private final WorkloadKind kind;
  private final Optional<String> namespace;
  private final SharedIndexInformer<GenericKubernetesResource> informer;
  private volatile boolean refused;

  /** Where it puts what it sees. */
  interface Sink {
    /** There is an object, new or changed. */
    void put(WorkloadKind kind, GenericKubernetesResource resource);

    /** There is an object no longer. */
    void remove(WorkloadKind kind, String namespace, String name);
  }

  KindInformer(RemoteObjects objects, WorkloadKind kind, Optional<String> namespace, Sink sink) {
    this.kind = kind;
    this.namespace = namespace;
    var resources = objects.of(kind);
    var scoped =
        namespace.isPresent() ? resources.inNamespace(namespace.get()) : resources.inAnyNamespace();
    informer = scoped.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(new SlimStore<>(GenericKubernetesResource::new, new Keeper(sink)));
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

  WorkloadKind kind() {
    return kind;
  }

  boolean covers(String someNamespace) {
    return namespace.isEmpty() || namespace.get().equals(someNamespace);
  }

  void start() {
    informer.start();
  }

  /** Whether the first list is there, and all of it was put where it belongs. */
  boolean hasSynced() {
    return informer.hasSynced();
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
    String group = RemoteObjects.group(kind);
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

  private final class Keeper implements PackedStore.Observer<GenericKubernetesResource> {
    private final Sink sink;

    Keeper(Sink sink) {
      this.sink = sink;
    }

    @Override
    public void stored(GenericKubernetesResource resource) {
      try {
        sink.put(kind, resource);
      } catch (RuntimeException e) {
        // One object must not keep all others of its kind from being seen.
        LOG.atError()
            .addKeyValue("kind", kind.kind())
            .addKeyValue("namespace", resource.getMetadata().getNamespace())
            .addKeyValue("name", resource.getMetadata().getName())
            .setCause(e)
            .log("Could not be taken into the inventory");
      }
    }

    @Override
    public void removed(String namespace, String name, String uid) {
      sink.remove(kind, namespace, name);
    }
  }
}
