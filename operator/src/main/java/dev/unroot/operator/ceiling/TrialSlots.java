package dev.unroot.operator.ceiling;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * How many workloads are tried at once in the whole cluster: each that is tried holds a slot. Safe
 * for many threads.
 */
public final class TrialSlots {
  private final Set<String> taken = new HashSet<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private int maximum;

  /** Room for {@code maximum} workloads at once. */
  public TrialSlots(int maximum) {
    this.maximum = checked(maximum);
  }

  /**
   * Takes a slot for {@code key}, which names one workload in the cluster.
   *
   * @return whether it has one now; true as well where it had one already
   */
  public synchronized boolean take(String key) {
    if (taken.contains(key)) {
      return true;
    }
    return taken.size() < maximum && taken.add(key);
  }

  /**
   * Takes a slot for {@code key}, unless {@code most} of the same plan have one.
   *
   * @param key the UID of the plan, a slash, and the name of the workload
   * @return whether it has one now; true as well where it had one already
   */
  public synchronized boolean take(String key, int most) {
    String plan = key.substring(0, key.indexOf('/') + 1);
    boolean isFull =
        !taken.contains(key) && taken.stream().filter(k -> k.startsWith(plan)).count() >= most;
    return !isFull && take(key);
  }

  /** Whether {@code key} has a slot. */
  public synchronized boolean holds(String key) {
    return taken.contains(key);
  }

  /** Gives back the slot of {@code key}, where it has one. */
  public void release(String key) {
    boolean free;
    synchronized (this) {
      free = taken.remove(key) && taken.size() < maximum;
    }
    tell(free);
  }

  /**
   * Gives a slot to each of {@code keys}, which are being tried already: those that were found at
   * start-up. There may be more than the maximum; nobody else gets a slot until enough have ended.
   */
  public synchronized void restore(Collection<String> keys) {
    taken.addAll(keys);
  }

  /** Gives back every slot but those of {@code keys}: what is not tried any more holds none. */
  public void retain(Collection<String> keys) {
    boolean free;
    synchronized (this) {
      free = taken.retainAll(Set.copyOf(keys)) && taken.size() < maximum;
    }
    tell(free);
  }

  /** Changes how many there are. Who has a slot keeps it. */
  public void changeMaximum(int changed) {
    boolean free;
    synchronized (this) {
      int before = maximum;
      maximum = checked(changed);
      free = maximum > before && taken.size() < maximum;
    }
    tell(free);
  }

  /** How many there are. */
  public synchronized int maximum() {
    return maximum;
  }

  /** How many slots are taken now. */
  public synchronized int count() {
    return taken.size();
  }

  /**
   * From now on runs {@code listener} when a slot has become free, on the thread that freed it.
   * Those who wait have to ask again; one that asks too late asks in vain.
   */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Outside of the lock: a listener may take a slot, or wait for a lock of its own. */
  private void tell(boolean free) {
    if (free) {
      listeners.forEach(Runnable::run);
    }
  }

  private static int checked(int maximum) {
    if (maximum < 1) {
      throw new IllegalArgumentException("there must be at least one slot, not " + maximum);
    }
    return maximum;
  }
}
