package dev.unroot.e2e.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** A namespace of one test, so that tests share a cluster and nothing else. */
public final class TestNamespace implements AutoCloseable {

  private final String name;
  private final KubernetesClient admin;

  TestNamespace(String name, KubernetesClient admin) {
    this.name = name;
    this.admin = admin;
  }

  public String name() {
    return name;
  }

  /**
   * Starts its deletion and does not wait for the end: the next test has a namespace of its own.
   */
  @Override
  public void close() {
    admin.namespaces().withName(name).delete();
  }
}
