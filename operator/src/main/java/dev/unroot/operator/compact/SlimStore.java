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
 * and in which version.
 */
public final class SlimStore<T extends HasMetadata> implements ItemStore<T> {
  private final Map<String, Identity> items = new ConcurrentHashMap<>();
  private final Supplier<T> empty;

  /** A store whose objects are made by {@code empty}. */
  public SlimStore(Supplier<T> empty) {
    this.empty = empty;
  }

  @Override
  public String getKey(T item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public @Nullable T put(String key, T item) {
    return object(items.put(key, Identity.of(item)));
  }

  @Override
  public @Nullable T remove(String key) {
    return object(items.remove(key));
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
