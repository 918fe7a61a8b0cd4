package dev.unroot.e2e.node.trouble;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;

/** A connection that lets nothing through from one moment on. */
final class Cut implements Interceptor {
  private volatile boolean cut;

  void now() {
    cut = true;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (cut) {
      throw new KubernetesClientException("the connection is cut");
    }
  }
}
