package dev.unroot.operator.compact;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer knows, each object packed. Whoever asks gets an object of their own: nothing
 * that they do to it is seen by others.
 *
 * <p>Nothing is left out but {@code metadata.managedFields}, which nobody asks for here and which
 * are often larger than the rest.
 */
public final class PackedStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, Packed> items = new ConcurrentHashMap<>();
  private final Class<T> type;
  private final KubernetesSerialization serialization;

  /** A store of objects of {@code type}. */
  public PackedStore(Class<T> type, KubernetesSerialization serialization) {
    this.type = type;
    this.serialization = serialization;
  }

  @Override
  public String getKey(T item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T item) {
    item.getMetadata().setManagedFields(List.of());
    return unpack(items.put(key, Packed.of(serialization.asJson(item))));
  }

  @Override
  public @Nullable T remove(String key) {
    return unpack(items.remove(key));
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<T> values() {
    return items.values().stream().map(packed -> serialization.unmarshal(packed.open(), type));
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable T get(String key) {
    return unpack(items.get(key));
  }

  private @Nullable T unpack(@Nullable Packed packed) {
    return packed == null ? null : serialization.unmarshal(packed.open(), type);
  }
}
