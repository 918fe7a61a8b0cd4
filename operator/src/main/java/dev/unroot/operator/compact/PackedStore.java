package dev.unroot.operator.compact;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer knows, each object packed. Whoever asks gets an object of their own: nothing
 * that they do to it is seen by others.
 *
 * <p>Nothing is left out but {@code metadata.managedFields}, which nobody asks for here and which
 * are often larger than the rest. Of an object that is replaced or removed, the informer is told
 * who it was and no more.
 */
public final class PackedStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, Item> items = new ConcurrentHashMap<>();
  private final Class<T> type;
  private final Supplier<T> empty;
  private final KubernetesSerialization serialization;
  private final Observer<T> observer;

  private record Item(Identity identity, Packed packed) {}

  /** Sees what the store holds, without holding it again. */
  public interface Observer<T> {
    /** An object was stored, new or changed; it is only lent. */
    void stored(T item);

    /** An object is there no longer. */
    void removed(String namespace, String name, String uid);
  }

  /** A store of objects of {@code type}, which {@code empty} makes. */
  public PackedStore(
      Class<T> type,
      Supplier<T> empty,
      KubernetesSerialization serialization,
      Observer<T> observer) {
    this.type = type;
    this.empty = empty;
    this.serialization = serialization;
    this.observer = observer;
  }

  @Override
  public String getKey(T item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T item) {
    item.getMetadata().setManagedFields(List.of());
    Item before =
        items.put(key, new Item(Identity.of(item), Packed.of(serialization.asJson(item))));
    observer.stored(item);
    return before == null ? null : before.identity.object(empty);
  }

  @Override
  public @Nullable T remove(String key) {
    Item before = items.remove(key);
    if (before == null) {
      return null;
    }
    observer.removed(before.identity.namespace(), before.identity.name(), before.identity.uid());
    return before.identity.object(empty);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream().map(this::unpack);
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable T get(String key) {
    Item item = items.get(key);
    return item == null ? null : unpack(item);
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  private T unpack(Item item) {
    return serialization.unmarshal(item.packed.open(), type);
  }
}
