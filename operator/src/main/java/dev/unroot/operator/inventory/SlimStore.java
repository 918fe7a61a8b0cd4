package dev.unroot.operator.inventory;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer has to remember of a workload: who it is and in which version. The inventory
 * keeps what is in it, so that each workload is held once.
 */
final class SlimStore implements ItemStore<GenericKubernetesResource> {
  private final Map<String, GenericKubernetesResource> items = new ConcurrentHashMap<>();

  @Override
  public String getKey(GenericKubernetesResource item) {
    return item.getMetadata().getNamespace() + "/" + item.getMetadata().getName();
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource item) {
    return items.put(key, slim(item));
  }

  private static GenericKubernetesResource slim(GenericKubernetesResource item) {
    ObjectMeta whole = item.getMetadata();
    GenericKubernetesResource slim = new GenericKubernetesResource();
    slim.setApiVersion(item.getApiVersion());
    slim.setKind(item.getKind());
    slim.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(whole.getNamespace())
            .withName(whole.getName())
            .withUid(whole.getUid())
            .withResourceVersion(whole.getResourceVersion())
            .withGeneration(whole.getGeneration())
            .withLabels(whole.getLabels())
            .build());
    return slim;
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return items.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return items.values().stream();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return items.get(key);
  }

  @Override
  public boolean isFullState() {
    return false;
  }
}
