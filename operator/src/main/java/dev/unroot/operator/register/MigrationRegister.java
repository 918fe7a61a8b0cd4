package dev.unroot.operator.register;

import dev.unroot.api.v1alpha1.WorkloadMigration;
import dev.unroot.operator.compact.PackedStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Every WorkloadMigration that is known, by namespace and name.
 *
 * <p>What a plan has just written is told to {@link #written} and {@link #deleted}, so that its
 * next look does not depend on how quickly the API server's events arrive.
 */
public final class MigrationRegister implements PackedStore.Observer<WorkloadMigration> {
  private final Map<String, Map<String, RegisteredMigration>> namespaces =
      new ConcurrentHashMap<>();
  private final List<Consumer<RegisteredMigration>> listeners = new CopyOnWriteArrayList<>();
  private final MigrationReader reader = new MigrationReader();

  /** Tells {@code listener} of every migration that appears, changes or goes. */
  public void onChange(Consumer<RegisteredMigration> listener) {
    listeners.add(listener);
  }

  /** The migrations of {@code namespace}. */
  public Collection<RegisteredMigration> migrations(String namespace) {
    return List.copyOf(namespaces.getOrDefault(namespace, Map.of()).values());
  }

  /** Those that are being tried. */
  public List<RegisteredMigration> tried() {
    return namespaces.values().stream()
        .flatMap(some -> some.values().stream())
        .filter(RegisteredMigration::isTrying)
        .toList();
  }

  /** One migration, by its name. */
  public Optional<RegisteredMigration> find(String namespace, String name) {
    return Optional.ofNullable(namespaces.getOrDefault(namespace, Map.of()).get(name));
  }

  /** Takes in what the API server answered to a write. */
  public void written(WorkloadMigration migration) {
    stored(migration);
  }

  /** Takes in that a migration was deleted. */
  public void deleted(RegisteredMigration migration) {
    removed(migration.workload().namespace(), migration.name(), migration.uid());
  }

  /** Takes in what an informer saw. */
  @Override
  public void stored(WorkloadMigration resource) {
    if (resource.getSpec() == null || resource.getSpec().workload() == null) {
      return; // the CRD allows none
    }
    RegisteredMigration migration = reader.read(resource);
    AtomicBoolean news = new AtomicBoolean();
    namespaces.compute(
        migration.workload().namespace(),
        (key, known) -> {
          Map<String, RegisteredMigration> all = known == null ? new ConcurrentHashMap<>() : known;
          RegisteredMigration before = all.get(migration.name());
          news.set(before == null || isNews(before, migration));
          if (news.get()) {
            all.put(migration.name(), migration);
          }
          return all;
        });
    if (news.get()) {
      tell(migration);
    }
  }

  /** Events may come after the answer to a later write. */
  private static boolean isNews(RegisteredMigration before, RegisteredMigration after) {
    return !before.uid().equals(after.uid())
        || version(after.resourceVersion()) > version(before.resourceVersion());
  }

  private static long version(String resourceVersion) {
    try {
      return Long.parseUnsignedLong(resourceVersion);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE; // another storage than etcd: take what comes
    }
  }

  /** Takes in that there is a migration no longer. */
  @Override
  public void removed(String namespace, String name, String uid) {
    List<RegisteredMigration> gone = new ArrayList<>();
    namespaces.computeIfPresent(
        namespace,
        (key, known) -> {
          RegisteredMigration before = known.get(name);
          if (before != null && before.uid().equals(uid)) {
            known.remove(name);
            gone.add(before);
          }
          return known.isEmpty() ? null : known;
        });
    gone.forEach(this::tell);
  }

  private void tell(RegisteredMigration migration) {
    listeners.forEach(listener -> listener.accept(migration));
  }
}
