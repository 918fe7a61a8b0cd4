package dev.unroot.operator.register;

import dev.unroot.operator.apiserver.ApiServerFailure;
import dev.unroot.operator.compact.Patience;
import dev.unroot.operator.compact.SlimStore;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the register up to date, for the whole cluster or for some namespaces. */
public final class MigrationInformers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationInformers.class);

  /** Lists come in pages, so that no list of the whole cluster is ever held at once. */
  private static final long PAGE = 500;

  private final MigrationRegister register;
  private final List<Scope> scopes;

  private record Scope(
      Optional<String> namespace, SharedIndexInformer<MigrationSummary> informer) {}

  /**
   * Watches {@code namespaces}, or the whole cluster where there are none. Call {@link #start} to
   * begin.
   */
  public MigrationInformers(
      KubernetesClient client, Set<String> namespaces, MigrationRegister register) {
    this.register = register;
    Stream<Optional<String>> names =
        namespaces.isEmpty()
            ? Stream.of(Optional.empty())
            : namespaces.stream().sorted().map(Optional::of);
    scopes = names.map(namespace -> new Scope(namespace, informer(client, namespace))).toList();
  }

  private SharedIndexInformer<MigrationSummary> informer(
      KubernetesClient client, Optional<String> namespace) {
    var all = client.resources(MigrationSummary.class);
    var scoped = namespace.isPresent() ? all.inNamespace(namespace.get()) : all.inAnyNamespace();
    SharedIndexInformer<MigrationSummary> informer = scoped.withLimit(PAGE).runnableInformer(0);
    informer.itemStore(new SlimStore<>(MigrationSummary::new));
    informer.addEventHandler(new Handler());
    informer.exceptionHandler(
        (started, failure) -> {
          LOG.atWarn()
              .log(
                  "Could not list or watch migrations, trying again: {}",
                  ApiServerFailure.describe(failure));
          return true;
        });
    return informer;
  }

  /** Starts the informers; returns without waiting for them. */
  public void start() {
    scopes.forEach(scope -> scope.informer.start());
  }

  /** Whether the migrations of {@code namespace} are all known. */
  public boolean isComplete(String namespace) {
    return scopes.stream()
        .filter(scope -> scope.namespace.isEmpty() || scope.namespace.get().equals(namespace))
        .allMatch(scope -> scope.informer.hasSynced());
  }

  /** Waits until every migration is known, but not longer than {@code limit}. */
  public void awaitComplete(Duration limit) {
    Patience.await(() -> scopes.stream().allMatch(s -> s.informer.hasSynced()), limit);
  }

  @Override
  public void close() {
    scopes.forEach(scope -> scope.informer.stop());
  }

  private final class Handler implements ResourceEventHandler<MigrationSummary> {
    @Override
    public void onAdd(MigrationSummary migration) {
      register.put(migration);
    }

    @Override
    public void onUpdate(MigrationSummary before, MigrationSummary after) {
      register.put(after);
    }

    @Override
    public void onDelete(MigrationSummary migration, boolean finalStateUnknown) {
      register.remove(
          migration.getMetadata().getNamespace(),
          migration.getMetadata().getName(),
          migration.getMetadata().getUid());
    }
  }
}
