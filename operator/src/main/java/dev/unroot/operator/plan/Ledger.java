package dev.unroot.operator.plan;

import dev.unroot.operator.inventory.WorkloadId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * What a plan knows of its workloads, and which of them have changed since it looked. Any thread
 * may report a change; everything else is for the one thread that reconciles the plan.
 */
final class Ledger {
  private final Map<WorkloadId, Entry> entries = new HashMap<>();
  private final NavigableSet<WorkloadId> waiting = new TreeSet<>();
  private final Map<Wave, NavigableSet<WorkloadId>> ready = new EnumMap<>(Wave.class);
  private final NavigableSet<WorkloadId> readyAgain = new TreeSet<>();
  private final NavigableSet<WorkloadId> claimedByAnother = new TreeSet<>();
  private final NavigableSet<WorkloadId> excepted = new TreeSet<>();
  private final NavigableSet<WorkloadId> changed = new ConcurrentSkipListSet<>();
  private final Tally tally = new Tally();
  private Optional<Terms> terms = Optional.empty();
  private volatile boolean someWait;
  private boolean filled;

  /** Reports that {@code workload} or its migration changed. */
  void report(WorkloadId workload) {
    changed.add(workload);
  }

  void report(Collection<WorkloadId> workloads) {
    changed.addAll(workloads);
  }

  /** Whether the plan asks for, or gets, something else than when it was looked at last. */
  boolean renew(Terms asked) {
    boolean same = terms.isPresent() && terms.get().equals(asked);
    terms = Optional.of(asked);
    return !same;
  }

  /** Takes up to {@code most} of the changed, in order; whoever takes them has to look at them. */
  List<WorkloadId> take(int most) {
    List<WorkloadId> taken = new ArrayList<>();
    for (WorkloadId next = changed.pollFirst(); next != null; next = changed.pollFirst()) {
      taken.add(next);
      if (taken.size() == most) {
        break;
      }
    }
    return taken;
  }

  boolean hasChanges() {
    return !changed.isEmpty();
  }

  /** Whether everything was looked at once: from then on its sums are those of the whole plan. */
  boolean isFilled() {
    return filled;
  }

  /** Takes note that a look came to an end; the first one that leaves nothing fills the ledger. */
  void looked() {
    filled |= changed.isEmpty();
  }

  /** The first {@code most} that wait for their trial. */
  List<WorkloadId> waiting(int most) {
    return waiting.stream().limit(most).toList();
  }

  /**
   * The first {@code most} that are ready to be rolled out, in their order. What was taken back and
   * is proved anew comes first: others may have to wait for it.
   */
  List<WorkloadId> ready(int most) {
    return Stream.concat(readyAgain.stream(), ready.values().stream().flatMap(NavigableSet::stream))
        .limit(most)
        .toList();
  }

  /** Whether any waits for its trial; any thread may ask. */
  boolean someWait() {
    return someWait;
  }

  Optional<Entry> entry(WorkloadId id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** Every workload that the plan had claimed when it looked. */
  Set<WorkloadId> workloads() {
    return Set.copyOf(entries.keySet());
  }

  /** Writes an entry in the stead of the one before. */
  void write(WorkloadId id, Entry entry) {
    remove(id);
    entries.put(id, entry);
    tally.add(entry);
    if (entry.isWaiting()) {
      waiting.add(id);
    }
    if (entry.isReady() && entry.isTakenBack()) {
      readyAgain.add(id);
    } else if (entry.isReady()) {
      ready.computeIfAbsent(entry.standing().wave(), wave -> new TreeSet<>()).add(id);
    }
    if (entry.claimedByAnother()) {
      claimedByAnother.add(id);
    }
    if (entry.standing().excepted() && !entry.claimedByAnother()) {
      excepted.add(id);
    }
    someWait = !waiting.isEmpty();
  }

  /** Drops an entry, where there is one. */
  void erase(WorkloadId id) {
    remove(id);
    someWait = !waiting.isEmpty();
  }

  private void remove(WorkloadId id) {
    Entry before = entries.remove(id);
    if (before != null) {
      tally.subtract(before);
      waiting.remove(id);
      ready.values().forEach(ids -> ids.remove(id));
      readyAgain.remove(id);
      claimedByAnother.remove(id);
      excepted.remove(id);
    }
  }

  Tally tally() {
    return tally;
  }

  /** The workloads that meet the target but for what is excepted. */
  Set<WorkloadId> excepted() {
    return excepted;
  }

  /** Whether the plan claims {@code id}, and no other plan has it. */
  boolean covers(WorkloadId id) {
    return entries.containsKey(id) && !claimedByAnother.contains(id);
  }

  /** The workloads that another plan claimed first. */
  Set<WorkloadId> claimedByAnother() {
    return claimedByAnother;
  }
}
