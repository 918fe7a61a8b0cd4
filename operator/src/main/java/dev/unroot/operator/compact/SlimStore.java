package dev.unroot.operator.compact;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer has to remember of an object where somebody else keeps what is in it: who it is
 * and in which version. Whoever keeps it is handed each object at once, on the thread that read it:
 * the informer's own events wait in a queue that nothing bounds, with all that is in the objects.
 */
public final class SlimStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, Identity> items = new ConcurrentHashMap<>();
  private final Supplier<T> empty;
  private final PackedStore.Observer<T> keeper;

  /**
   * A store whose objects are made by {@code empty}, and what is in them kept by {@code keeper}.
   */
  public SlimStore(Supplier<T> empty, PackedStore.Observer<T> keeper) {
    this.empty = empty;
    this.keeper = keeper;
  }

  @Override
  public String getKey(T item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T item) {
    Identity before = items.put(key, Identity.of(item));
    keeper.stored(item);
    return object(before);
  }

  @Override
  public @Nullable T remove(String key) {
    Identity before = items.remove(key);
    if (before != null) {
      keeper.removed(before.namespace(), before.name(), before.uid());
    }
    return object(before);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream().map(identity -> identity.object(empty));
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable T get(String key) {
    return object(items.get(key));
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable T object(@Nullable Identity identity) {
    return identity == null ? null : identity.object(empty);
  }
}
