package dev.unroot.operator.inventory;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.apiserver.ApiServerFailure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workloads of the cluster, kept up to date by one informer for each kind (and, where the
 * operator works in some namespaces only, for each of those). Both reconcilers look here, so that
 * each workload is held once.
 *
 * <p>An informer that may not list its kind says so in {@link #missingPermissions} and tries again;
 * the others go on.
 */
public final class WorkloadInventory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkloadInventory.class);

  /** The kinds that a plan can name; the engine reads more. */
  private static final List<WorkloadKind> WATCHED = List.of(WorkloadKind.DEPLOYMENT);

  private record Key(WorkloadKind kind, String name) {}

  /** One informer: a kind in one namespace, or in all where {@code namespace} is empty. */
  private record Source(
      WorkloadKind kind,
      Optional<String> namespace,
      SharedIndexInformer<GenericKubernetesResource> informer,
      Map<String, String> trouble) {

    /** Whether a permission was missing when it was last needed. */
    boolean isTroubled() {
      if (informer.isWatching()) {
        trouble.clear();
      }
      return !trouble.isEmpty();
    }
  }

  private final Map<String, Map<Key, Workload>> workloads = new ConcurrentHashMap<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Consumer<WorkloadChange>> listeners = new CopyOnWriteArrayList<>();

  /** A workload that appeared, changed or went. */
  public record WorkloadChange(WorkloadKind kind, String namespace, String name) {}

  /**
   * Watches {@code namespaces}, or the whole cluster where there are none. Call {@link #start} to
   * begin.
   */
  public WorkloadInventory(KubernetesClient client, Set<String> namespaces) {
    for (WorkloadKind kind : WATCHED) {
      if (namespaces.isEmpty()) {
        sources.add(source(client, kind, Optional.empty()));
      }
      namespaces.stream()
          .sorted()
          .forEach(ns -> sources.add(source(client, kind, Optional.of(ns))));
    }
  }

  private Source source(KubernetesClient client, WorkloadKind kind, Optional<String> namespace) {
    var resources = client.genericKubernetesResources(context(kind));
    var scoped =
        namespace.isPresent() ? resources.inNamespace(namespace.get()) : resources.inAnyNamespace();
    SharedIndexInformer<GenericKubernetesResource> informer = scoped.runnableInformer(0);
    Source source = new Source(kind, namespace, informer, new ConcurrentHashMap<>());
    informer.itemStore(new SlimStore());
    informer.addEventHandler(new Handler(source));
    informer.exceptionHandler(
        (started, failure) -> {
          if (ApiServerFailure.isForbidden(failure)) {
            source.trouble.put("permission", permission(kind, namespace));
          }
          LOG.atWarn()
              .addKeyValue("kind", kind.kind())
              .log(
                  "Could not list or watch workloads, trying again: {}",
                  ApiServerFailure.describe(failure));
          return true;
        });
    return source;
  }

  private static ResourceDefinitionContext context(WorkloadKind kind) {
    int slash = kind.apiVersion().indexOf('/');
    return new ResourceDefinitionContext.Builder()
        .withGroup(slash < 0 ? "" : kind.apiVersion().substring(0, slash))
        .withVersion(kind.apiVersion().substring(slash + 1))
        .withKind(kind.kind())
        .withPlural(kind + "s")
        .withNamespaced(true)
        .build();
  }

  private static String permission(WorkloadKind kind, Optional<String> namespace) {
    String where = namespace.map(ns -> " in namespace " + ns).orElse(" in the cluster");
    return "the operator may not list and watch " + kind + "s.apps" + where;
  }

  /** Tells {@code listener} of every change from now on. */
  public void onChange(Consumer<WorkloadChange> listener) {
    listeners.add(listener);
  }

  /** Starts the informers; returns without waiting for them. */
  public void start() {
    sources.forEach(source -> source.informer.start());
  }

  /**
   * Whether the workloads of {@code namespace} are all known, as far as the operator may see them.
   */
  public boolean isComplete(String namespace) {
    return relevant(namespace).stream()
        .allMatch(source -> source.informer.hasSynced() || source.isTroubled());
  }

  /** The permissions that the operator lacks to see every workload of {@code namespace}. */
  public List<String> missingPermissions(String namespace) {
    return relevant(namespace).stream()
        .filter(Source::isTroubled)
        .flatMap(source -> source.trouble.values().stream())
        .distinct()
        .toList();
  }

  private List<Source> relevant(String namespace) {
    return sources.stream()
        .filter(source -> source.namespace.isEmpty() || source.namespace.get().equals(namespace))
        .toList();
  }

  /** The workloads of {@code namespace}, by kind and name. */
  public List<Workload> workloads(String namespace) {
    return workloads.getOrDefault(namespace, Map.of()).values().stream()
        .sorted(
            Comparator.comparing((Workload w) -> w.reference().kind())
                .thenComparing(w -> w.reference().name()))
        .toList();
  }

  /** One workload, where it is known. */
  public Optional<Workload> workload(WorkloadKind kind, String namespace, String name) {
    return Optional.ofNullable(
        workloads.getOrDefault(namespace, Map.of()).get(new Key(kind, name)));
  }

  @Override
  public void close() {
    sources.forEach(source -> source.informer.stop());
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    private final Source source;

    Handler(Source source) {
      this.source = source;
    }

    @Override
    public void onAdd(GenericKubernetesResource resource) {
      put(resource);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      Long generation = after.getMetadata().getGeneration();
      boolean sameSpec =
          generation != null && generation.equals(before.getMetadata().getGeneration());
      boolean sameLabels =
          Objects.equals(before.getMetadata().getLabels(), after.getMetadata().getLabels());
      if (!sameSpec || !sameLabels) {
        put(after);
      }
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean finalStateUnknown) {
      drop(resource);
      tell(resource);
    }

    private void drop(GenericKubernetesResource resource) {
      Key key = new Key(source.kind, resource.getMetadata().getName());
      workloads.computeIfPresent(
          resource.getMetadata().getNamespace(),
          (namespace, known) -> {
            known.remove(key);
            return known.isEmpty() ? null : known;
          });
    }

    private void put(GenericKubernetesResource resource) {
      source.trouble.clear();
      try {
        Workload workload = Workload.read(source.kind, Fields.of(ObjectTree.of(resource)));
        workloads.compute(
            workload.reference().namespace(),
            (namespace, known) -> {
              Map<Key, Workload> all = known == null ? new ConcurrentHashMap<>() : known;
              all.put(new Key(source.kind, workload.reference().name()), workload);
              return all;
            });
      } catch (MalformedFieldException e) {
        drop(resource);
        LOG.atWarn()
            .addKeyValue("kind", source.kind.kind())
            .addKeyValue("namespace", resource.getMetadata().getNamespace())
            .addKeyValue("name", resource.getMetadata().getName())
            .log("Left out of the inventory: {}", e.getMessage());
      }
      tell(resource);
    }

    private void tell(GenericKubernetesResource resource) {
      WorkloadChange change =
          new WorkloadChange(
              source.kind, resource.getMetadata().getNamespace(), resource.getMetadata().getName());
      listeners.forEach(listener -> listener.accept(change));
    }
  }
}
