package dev.unroot.operator.ceiling;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ceilings that are in force. They are read again and again, and content is compared: a mounted
 * ConfigMap is exchanged by a link, and times say nothing.
 *
 * <p>It fails closed: what is there and then breaks or vanishes leaves the ceilings as they were
 * and stops all trials, until it can be read again.
 */
public final class CeilingsWatch implements AutoCloseable {
  /** Within which a change is in force. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(CeilingsWatch.class);

  private final Supplier<CeilingsReading> source;
  private final List<Consumer<Ceilings>> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread;
  private CeilingsReading accepted;
  private CeilingsReading seen;
  private volatile Ceilings current;

  private CeilingsWatch(Supplier<CeilingsReading> source) {
    this.source = source;
    accepted = source.get();
    seen = accepted;
    current = next(Ceilings.none(), accepted, true);
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "ceilings");
              made.setDaemon(true);
              return made;
            });
  }

  /** Ceilings that never change. */
  public static CeilingsWatch fixed(Ceilings ceilings) {
    return new CeilingsWatch(() -> new CeilingsReading.Found(ceilings));
  }

  /**
   * Reads {@code source} now, and from now on so often that a change is in force within {@code
   * interval}.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a look fails with nothing that it does not report
  public static CeilingsWatch start(Supplier<CeilingsReading> source, Duration interval) {
    CeilingsWatch watch = new CeilingsWatch(source);
    log("Ceilings read", watch.current());
    long half = Math.max(1, interval.toMillis() / 2);
    watch.thread.scheduleWithFixedDelay(watch::look, half, half, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** A watch that looks only when it is told to. */
  static CeilingsWatch unhurried(Supplier<CeilingsReading> source) {
    return new CeilingsWatch(source);
  }

  /** The ceilings that are in force now. */
  public Ceilings current() {
    return current;
  }

  /**
   * From now on tells {@code listener} the ceilings whenever they have changed, on the watch's own
   * thread.
   */
  public void listen(Consumer<Ceilings> listener) {
    listeners.add(listener);
  }

  /**
   * Reads once. Something new counts when it is seen twice in a row: a file that is just being
   * written must neither stop all trials nor lift a ceiling.
   */
  void look() {
    CeilingsReading reading;
    try {
      reading = source.get();
    } catch (RuntimeException e) {
      reading = new CeilingsReading.Broken(List.of("cannot be read: " + e));
    }
    boolean settled = reading.equals(seen);
    seen = reading;
    if (settled && !reading.equals(accepted)) {
      accepted = reading;
      accept(next(current, reading, false));
    }
  }

  /** The ceilings after {@code reading}, where {@code before} were in force. */
  private static Ceilings next(Ceilings before, CeilingsReading reading, boolean first) {
    if (reading instanceof CeilingsReading.Found found) {
      return found.ceilings();
    }
    if (reading instanceof CeilingsReading.Broken broken) {
      broken.problems().forEach(problem -> LOG.warn("Ceilings, all trials stopped: {}", problem));
      int more = broken.problems().size() - 1;
      String problem0 = broken.problems().get(0);
      return before.stoppedBecause(more == 0 ? problem0 : problem0 + " and " + more + " more");
    }
    if (first) {
      return before;
    }
    String gone =
        ((CeilingsReading.Absent) reading).folder()
            + " is empty now: put the file back, or restart the operator to have no ceilings";
    LOG.warn("Ceilings, all trials stopped: {}", gone);
    return before.stoppedBecause(gone);
  }

  private void accept(Ceilings ceilings) {
    if (ceilings.equals(current)) {
      return;
    }
    current = ceilings;
    log("Ceilings changed", ceilings);
    for (Consumer<Ceilings> listener : listeners) {
      try {
        listener.accept(ceilings);
      } catch (RuntimeException e) {
        LOG.warn("Somebody could not be told of changed ceilings", e);
      }
    }
  }

  private static void log(String what, Ceilings ceilings) {
    LOG.atInfo()
        .addKeyValue("stop", !(ceilings.stop() instanceof Stop.No))
        .addKeyValue("highestMode", ceilings.highestMode())
        .addKeyValue("allow", ceilings.namespaces().allow().map(List::toString).orElse("all"))
        .addKeyValue("deny", ceilings.namespaces().deny())
        .addKeyValue("trialImages", ceilings.trialImages().map(List::toString).orElse("any"))
        .addKeyValue("maximumTrials", ceilings.maximumTrials())
        .log(what);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
