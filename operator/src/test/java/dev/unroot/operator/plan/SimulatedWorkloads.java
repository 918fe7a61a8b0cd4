package dev.unroot.operator.plan;

import dev.unroot.engine.workload.Workload;
import dev.unroot.operator.Samples;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.inventory.WorkloadId;
import dev.unroot.operator.inventory.Workloads;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An inventory that a test fills. */
final class SimulatedWorkloads implements Workloads {
  private final Map<WorkloadId, ListedWorkload> listed = new HashMap<>();
  private final Set<WorkloadId> broken = new HashSet<>();
  private Runnable onRead = () -> {};
  private long revision;
  private int reads;
  private boolean blind;

  /** Lists a workload, new or changed. */
  WorkloadId put(Workload workload) {
    ListedWorkload sample = Samples.listed(workload);
    listed.put(
        sample.id(),
        new ListedWorkload(
            sample.id(),
            workload,
            sample.ownership(),
            sample.running(),
            sample.startedAs(),
            ++revision));
    return sample.id();
  }

  void remove(WorkloadId id) {
    listed.remove(id);
  }

  /** From now on, whoever reads {@code id} fails. */
  void breakOn(WorkloadId id) {
    broken.add(id);
  }

  /** From now on, everything can be read again. */
  void mend() {
    broken.clear();
  }

  /** What happens meanwhile, each time a workload is read. */
  void onRead(Runnable event) {
    onRead = event;
  }

  /** From now on, what is not listed may be there all the same. */
  void goBlind() {
    blind = true;
  }

  /** How many workloads were read. */
  int reads() {
    return reads;
  }

  @Override
  public Set<WorkloadId> ids(String namespace) {
    return Set.copyOf(listed.keySet());
  }

  @Override
  public long revision(WorkloadId id) {
    return listed.containsKey(id) ? listed.get(id).revision() : 0;
  }

  @Override
  public Optional<ListedWorkload> find(WorkloadId id) {
    reads++;
    onRead.run();
    if (broken.contains(id)) {
      throw new IllegalStateException(id + " cannot be read");
    }
    return Optional.ofNullable(listed.get(id));
  }

  @Override
  public boolean wouldKnow(WorkloadId id) {
    return !blind;
  }
}
