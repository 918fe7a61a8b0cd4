package dev.unroot.e2e.apiserver.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection that holds the operator at one point of a rollout, once, so that something can
 * happen there. From then on it counts the requests that reach nobody.
 */
final class Moment implements Interceptor {
  private static final long LONGEST = 60;

  private final RolloutPoint point;
  private final AtomicBoolean near = new AtomicBoolean();
  private final AtomicBoolean held = new AtomicBoolean();
  private final CountDownLatch come = new CountDownLatch(1);
  private final CountDownLatch passed = new CountDownLatch(1);
  private final AtomicInteger lost = new AtomicInteger();

  Moment(RolloutPoint point) {
    this.point = point;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (point.isBefore(request)) {
      near.set(true);
    } else if (near.get() && point.isNext(request) && held.compareAndSet(false, true)) {
      come.countDown();
      try {
        passed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KubernetesClientException("the operator was stopped");
      }
    }
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    if (held.get()) {
      lost.incrementAndGet();
    }
  }

  /** Waits until the operator is there, and stays there. */
  void await() throws InterruptedException {
    assertThat(come.await(LONGEST, TimeUnit.SECONDS)).as("the operator to be there").isTrue();
  }

  /** Lets the operator go on. */
  void pass() {
    passed.countDown();
  }

  /** How many of its requests have reached nobody since. */
  int lost() {
    return lost.get();
  }
}
