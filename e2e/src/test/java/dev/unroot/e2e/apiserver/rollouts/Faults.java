package dev.unroot.e2e.apiserver.rollouts;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection on which about every fifth request about a rollout fails, each time in another way.
 */
final class Faults implements Interceptor {
  private static final int[] CODES = {409, 500, 429, 503};
  private static final double PART = 0.2;
  private static final long SEED = 8;

  /** At random, lest it be the same request of each look for good. */
  private final Random random = new Random(SEED);

  private final AtomicInteger failed = new AtomicInteger();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    String path = request.uri().getPath();
    boolean isOfRollout =
        (path.contains("/deployments/") || path.contains("/workloadmigrations/"))
            && !String.valueOf(request.uri().getQuery()).contains("watch=true");
    if (isOfRollout && random.nextDouble() < PART) {
      int code = CODES[failed.getAndIncrement() % CODES.length];
      String message = "a fault that was made up";
      throw new KubernetesClientException(
          message, code, new StatusBuilder().withCode(code).withMessage(message).build());
    }
  }

  /** How many requests failed. */
  int count() {
    return failed.get();
  }
}
