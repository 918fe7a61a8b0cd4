package dev.unroot.operator.knowledge;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ConfigMaps of a cluster, each remembered for a while, so that a plan that looks at its
 * workloads again asks for none of them twice. Where the operator may not read them, none is there.
 */
public final class KubernetesConfigMaps implements ConfigMapSource {
  /** After so long a change is seen by whoever looks. */
  static final Duration REMEMBERED = Duration.ofMinutes(2);

  private static final int MOST = 200;

  /** Of keys and texts together: a ConfigMap may hold a mebibyte, and many may do. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private record Key(String namespace, String name) {}

  private record Known(Optional<Map<String, String>> texts, Instant read) {
    long size() {
      return texts.orElse(Map.of()).entrySet().stream()
          .mapToLong(text -> text.getKey().length() + text.getValue().length())
          .sum();
    }
  }

  private final KubernetesClient client;
  private final Clock clock;

  private final Map<Key, Known> known = new LinkedHashMap<>();
  private long characters;

  /** Reads by {@code client}. */
  public KubernetesConfigMaps(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  @Override
  public Optional<Map<String, String>> read(String namespace, String name) {
    Key key = new Key(namespace, name);
    Instant now = clock.instant();
    synchronized (known) {
      Known before = known.get(key);
      if (before != null && now.isBefore(before.read().plus(REMEMBERED))) {
        return before.texts();
      }
    }
    Optional<Map<String, String>> texts = ask(namespace, name);
    synchronized (known) {
      remember(key, new Known(texts, now));
    }
    return texts;
  }

  /** The eldest are forgotten first. */
  private void remember(Key key, Known read) {
    Known before = known.remove(key);
    characters += read.size() - (before == null ? 0 : before.size());
    known.put(key, read);
    Iterator<Known> eldest = known.values().iterator();
    while (known.size() > MOST || characters > MOST_CHARACTERS) {
      characters -= eldest.next().size();
      eldest.remove();
    }
  }

  private Optional<Map<String, String>> ask(String namespace, String name) {
    try {
      ConfigMap found = client.configMaps().inNamespace(namespace).withName(name).get();
      return Optional.ofNullable(found)
          .map(ConfigMap::getData)
          .map(data -> data == null ? Map.<String, String>of() : Map.copyOf(data));
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
