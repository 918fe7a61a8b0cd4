package dev.unroot.e2e.apiserver.rollouts;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection that lets a number of writes through and nothing after the last of them: what a kill
 * at that moment leaves. Events do not count, nor does what is only tried.
 */
final class LastWrite implements Interceptor {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final CountDownLatch made;
  private final AtomicInteger left;

  LastWrite(int writes) {
    this.made = new CountDownLatch(1);
    this.left = new AtomicInteger(writes);
  }

  private static boolean isWrite(HttpRequest request) {
    String path = request.uri().getPath();
    String query = String.valueOf(request.uri().getQuery());
    return !READS.contains(request.method())
        && !path.contains("/events")
        && !path.contains("/selfsubject")
        && !query.contains("dryRun");
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (made.getCount() == 0 || isWrite(request) && left.getAndDecrement() <= 0) {
      throw new KubernetesClientException("the operator was killed");
    }
  }

  @Override
  public void after(
      HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> body) {
    if (isWrite(request) && left.get() <= 0) {
      made.countDown();
    }
  }

  /** Whether the last write was made within {@code seconds}. */
  boolean isMade(long seconds) throws InterruptedException {
    return made.await(seconds, TimeUnit.SECONDS);
  }
}
