package dev.unroot.operator.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrialSlotsTest {
  private final TrialSlots slots = new TrialSlots(2);
  private final AtomicInteger told = new AtomicInteger();

  @BeforeEach
  void listen() {
    slots.listen(told::incrementAndGet);
  }

  @Test
  void thereAreNoMoreThanTheMaximum() {
    assertThat(slots.take("a")).isTrue();
    assertThat(slots.take("b")).isTrue();
    assertThat(slots.take("c")).isFalse();
    assertThat(slots.take("a")).as("has one already").isTrue();
    assertThat(slots.count()).isEqualTo(2);
  }

  @Test
  void whoGivesItsSlotBackTellsThoseWhoWait() {
    slots.take("a");
    slots.take("b");

    slots.release("nobody");
    assertThat(told).hasValue(0);
    slots.release("a");

    assertThat(told).hasValue(1);
    assertThat(slots.take("c")).isTrue();
  }

  @Test
  void thoseThatWereFoundTryingMayBeMoreThanTheMaximum() {
    slots.restore(List.of("a", "b", "c"));

    assertThat(slots.count()).isEqualTo(3);
    slots.release("a");
    assertThat(told).as("still as many as may be").hasValue(0);
    assertThat(slots.take("d")).isFalse();
    slots.release("b");
    assertThat(told).hasValue(1);
    assertThat(slots.take("d")).isTrue();
  }

  @Test
  void whatIsNotTriedAnyMoreHoldsNoSlot() {
    slots.restore(List.of("a", "b", "c"));

    slots.retain(List.of("c", "e"));

    assertThat(slots.count()).isEqualTo(1);
    assertThat(told).hasValue(1);
  }

  @Test
  void aChangedMaximumHoldsForThoseThatComeLater() {
    slots.take("a");
    slots.take("b");

    slots.changeMaximum(1);
    slots.release("b");
    assertThat(slots.take("c")).isFalse();
    assertThat(told).hasValue(0);

    slots.changeMaximum(2);
    assertThat(told).hasValue(1);
    assertThat(slots.take("c")).isTrue();
    assertThatThrownBy(() -> slots.changeMaximum(0)).hasMessageContaining("at least one");
  }

  @Test
  void whoHearsOfAFreeSlotMayTakeIt() {
    slots.listen(() -> slots.take("c"));
    slots.take("a");
    slots.take("b");

    slots.release("a");

    assertThat(slots.take("a")).isFalse();
  }

  @Test
  void manyAtOnceNeverHoldMoreThanTheMaximum() throws Exception {
    int threads = 8;
    int maximum = 3;
    TrialSlots shared = new TrialSlots(maximum);
    AtomicInteger holding = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> ends = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        String key = "workload-" + i;
        Callable<Void> turn =
            () -> {
              start.await();
              for (int round = 0; round < 20_000; round++) {
                if (shared.take(key)) {
                  most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                  turns.incrementAndGet();
                  holding.decrementAndGet();
                  shared.release(key);
                }
              }
              return null;
            };
        ends.add(executor.submit(turn));
      }
      for (Future<Void> end : ends) {
        end.get();
      }
    } finally {
      executor.shutdownNow();
    }

    assertThat(most.get()).isBetween(1, maximum);
    assertThat(turns.get()).isPositive();
    assertThat(shared.count()).isZero();
  }
}
