package dev.unroot.operator.inventory;

import dev.unroot.engine.document.Fields;
import dev.unroot.engine.document.MalformedFieldException;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.engine.workload.WorkloadReference;
import dev.unroot.operator.compact.Patience;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workloads of the cluster, kept up to date by one informer for each kind (and, where the
 * operator works in some namespaces only, for each of those). Both reconcilers look here, so that
 * each workload is held once, and packed: reading one costs a little time instead. Large ones are
 * not held at all but asked for ({@link Content}).
 *
 * <p>What a listed workload controls is not listed again. An informer that may not list its kind
 * says so in {@link #missingPermissions} and tries again; the others go on.
 */
public final class WorkloadInventory implements Workloads, AutoCloseable {
  /** For longer than that, one kind keeps no other from being listed. */
  private static final Duration FIRST_LIST = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(WorkloadInventory.class);

  private final Map<String, NamespaceObjects> namespaces = new ConcurrentHashMap<>();
  private final List<KindInformer> informers;
  private final List<Consumer<WorkloadId>> listeners = new CopyOnWriteArrayList<>();
  private final KubernetesSerialization serialization;
  private final RemoteObjects remote;
  private volatile boolean closed;

  /**
   * Watches {@code namespaces}, or the whole cluster where there are none. Call {@link #start} to
   * begin.
   */
  public WorkloadInventory(KubernetesClient client, Set<String> namespaces) {
    serialization = client.getKubernetesSerialization();
    remote = new RemoteObjects(client);
    List<Optional<String>> scopes =
        namespaces.isEmpty()
            ? List.of(Optional.empty())
            : namespaces.stream().sorted().map(Optional::of).toList();
    informers =
        Arrays.stream(WorkloadKind.values())
            .flatMap(
                kind ->
                    scopes.stream().map(scope -> new KindInformer(remote, kind, scope, new Sink())))
            .toList();
  }

  /** Tells {@code listener} of every change from now on. */
  public void onChange(Consumer<WorkloadId> listener) {
    listeners.add(listener);
  }

  /**
   * Starts the informers one after the other, so that no two first lists are held in memory at the
   * same time; returns without waiting for them.
   */
  public void start() {
    Thread thread = new Thread(this::startEach, "inventory");
    thread.setDaemon(true);
    thread.start();
  }

  private void startEach() {
    for (KindInformer informer : informers) {
      if (closed) {
        return;
      }
      informer.start();
      Patience.await(() -> closed || isAllKnown(List.of(informer)), FIRST_LIST);
    }
  }

  /**
   * Waits until everything is known, as far as the operator may see it, but not longer than {@code
   * limit}: whoever asks afterwards has to look at {@link #isComplete}.
   */
  public void awaitComplete(Duration limit) {
    Patience.await(() -> isAllKnown(informers), limit);
  }

  /**
   * Whether the workloads of {@code namespace} are all known, as far as the operator may see them.
   */
  public boolean isComplete(String namespace) {
    return isAllKnown(relevant(namespace));
  }

  private static boolean isAllKnown(Collection<KindInformer> some) {
    return some.stream().allMatch(informer -> informer.hasSynced() || informer.isRefused());
  }

  /** The permissions that the operator lacks to see every workload of those kinds. */
  public List<String> missingPermissions(String namespace, Set<WorkloadKind> kinds) {
    return relevant(namespace).stream()
        .filter(informer -> kinds.contains(informer.kind()))
        .filter(KindInformer::isRefused)
        .map(KindInformer::permission)
        .distinct()
        .toList();
  }

  @Override
  public boolean wouldKnow(WorkloadId id) {
    Set<WorkloadKind> needed =
        id.knownKind().<Set<WorkloadKind>>map(Set::of).orElse(ObservedObject.INSTANCES);
    return relevant(id.namespace()).stream()
        .filter(informer -> needed.contains(informer.kind()))
        .allMatch(informer -> informer.hasSynced() && !informer.isRefused());
  }

  private List<KindInformer> relevant(String namespace) {
    return informers.stream().filter(informer -> informer.covers(namespace)).toList();
  }

  @Override
  public Set<WorkloadId> ids(String namespace) {
    NamespaceObjects objects = namespaces.get(namespace);
    return objects == null ? Set.of() : objects.ids();
  }

  @Override
  public long revision(WorkloadId id) {
    NamespaceObjects objects = namespaces.get(id.namespace());
    return objects == null ? 0 : objects.revision(id);
  }

  @Override
  public Optional<ListedWorkload> find(WorkloadId id) {
    NamespaceObjects objects = namespaces.get(id.namespace());
    return objects == null ? Optional.empty() : objects.find(id).flatMap(this::read);
  }

  /**
   * Whether {@code id} is so large that it is left with the API server: whoever reads many such
   * workloads at the same time holds all of them in memory.
   */
  public boolean isLarge(WorkloadId id) {
    NamespaceObjects objects = namespaces.get(id.namespace());
    return objects != null
        && objects
            .find(id)
            .flatMap(listed -> listed.object().content())
            .filter(Content.LeftBehind.class::isInstance)
            .isPresent();
  }

  private Optional<ListedWorkload> read(NamespaceObjects.Listed listed) {
    return tree(listed).flatMap(tree -> read(listed, tree));
  }

  /** What the object says; nothing where it is gone by now. */
  private Optional<Map<String, Object>> tree(NamespaceObjects.Listed listed) {
    Content content = listed.object().content().orElseThrow();
    return content instanceof Content.Held held
        ? Optional.of(ObjectTree.read(serialization, held.packed().open()))
        : remote
            .find(listed.id().namespace(), listed.object().id())
            .map(ObjectReader::kept)
            .map(ObjectTree::of);
  }

  private Optional<ListedWorkload> read(NamespaceObjects.Listed listed, Map<String, Object> tree) {
    WorkloadId id = listed.id();
    try {
      Workload object = Workload.read(listed.object().id().kind(), Fields.of(tree));
      Workload workload =
          new Workload(
              new WorkloadReference(listed.object().id().kind(), id.namespace(), id.name()),
              object.labels(),
              object.replicas(),
              object.template(),
              object.overlaps());
      LiveContainers live = new LiveContainers(workload.template(), listed.pods());
      return Optional.of(
          new ListedWorkload(
              id,
              workload,
              listed.object().ownership(),
              live.list(),
              live.startedAs(),
              listed.revision()));
    } catch (MalformedFieldException e) {
      LOG.atWarn()
          .addKeyValue("namespace", id.namespace())
          .addKeyValue("workload", id)
          .log("Left out of the inventory: {}", e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed = true;
    informers.forEach(KindInformer::close);
  }

  /** Where informers put what they see. */
  private final class Sink implements KindInformer.Sink {
    private final ObjectReader reader = new ObjectReader(serialization);

    @Override
    public void put(WorkloadKind kind, GenericKubernetesResource resource) {
      String namespace = resource.getMetadata().getNamespace();
      String name = resource.getMetadata().getName();
      Optional<ObservedObject> seen = reader.read(kind, resource);
      change(
          namespace,
          objects ->
              seen.map(objects::put).orElseGet(() -> objects.remove(new ObjectId(kind, name))));
    }

    @Override
    public void remove(WorkloadKind kind, String namespace, String name) {
      change(namespace, objects -> objects.remove(new ObjectId(kind, name)));
    }

    private void change(String namespace, Function<NamespaceObjects, Set<WorkloadId>> change) {
      List<WorkloadId> touched = new ArrayList<>();
      namespaces.compute(
          namespace,
          (name, known) -> {
            NamespaceObjects objects = known == null ? new NamespaceObjects(name) : known;
            touched.addAll(change.apply(objects));
            return objects.isEmpty() ? null : objects;
          });
      touched.forEach(id -> listeners.forEach(listener -> listener.accept(id)));
    }
  }
}
