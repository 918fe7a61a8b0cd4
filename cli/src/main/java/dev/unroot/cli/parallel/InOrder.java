package dev.unroot.cli.parallel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The same work on many things: on all processors, with the results in the order of the things. */
public final class InOrder {
  /** So many are taken at once. Fewer are done before a second thread would have begun. */
  private static final int BATCH = 16;

  private InOrder() {}

  /**
   * What {@code work} makes of each of {@code things}, never {@code null}. Several threads do it at
   * the same time, this one among them; what one of them throws is thrown here.
   */
  public static <T, R> List<R> map(List<T> things, Function<? super T, ? extends R> work) {
    int threads = Runtime.getRuntime().availableProcessors();
    if (things.size() <= BATCH || threads == 1) {
      return things.stream().<R>map(work).toList();
    }
    @SuppressWarnings("unchecked") // it holds results only
    R[] results = (R[]) new Object[things.size()];
    AtomicInteger next = new AtomicInteger();
    Runnable share =
        () -> {
          for (int from = next.getAndAdd(BATCH);
              from < results.length;
              from = next.getAndAdd(BATCH)) {
            int to = Math.min(from + BATCH, results.length);
            for (int i = from; i < to; i++) {
              results[i] = work.apply(things.get(i));
            }
          }
        };
    ForkJoinTask.invokeAll(
        Collections.nCopies(threads, share).stream()
            .<ForkJoinTask<?>>map(ForkJoinTask::adapt)
            .toList());
    return Collections.unmodifiableList(Arrays.asList(results));
  }
}
