package dev.unroot.e2e.cluster;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One cluster for all test classes of a run, started by the first that asks and closed by JUnit
 * after the last. A cluster that could not start is remembered as well: trying again in every class
 * would only repeat the wait and the message.
 */
final class SharedCluster<T extends Cluster> implements AutoCloseable {

  private final @Nullable T cluster;
  private final @Nullable RuntimeException failure;

  private SharedCluster(Supplier<T> start) {
    T started = null;
    RuntimeException failed = null;
    try {
      started = start.get();
    } catch (RuntimeException e) {
      failed = e;
    }
    this.cluster = started;
    this.failure = failed;
  }

  static <T extends Cluster> T of(Class<T> type, ExtensionContext context, Supplier<T> start) {
    ExtensionContext.Store store =
        context.getRoot().getStore(Namespace.create(SharedCluster.class));
    SharedCluster<?> shared =
        store.computeIfAbsent(type, key -> new SharedCluster<>(start), SharedCluster.class);
    if (shared.cluster == null) {
      throw new IllegalStateException(
          "no " + type.getSimpleName() + " to test with", shared.failure);
    }
    return type.cast(shared.cluster);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
