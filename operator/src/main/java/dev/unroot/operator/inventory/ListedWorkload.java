package dev.unroot.operator.inventory;

import dev.unroot.engine.evidence.StartedAs;
import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.workload.Workload;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.List;

/**
 * One workload of the inventory.
 *
 * @param id what it is listed as
 * @param workload its template; of the pods of an unknown controller, that of the newest
 * @param ownership who re-applies it
 * @param running what its running pods tell, by container
 * @param startedAs the users that its images start as, by its running pods
 * @param revision grows with each change
 */
public record ListedWorkload(
    WorkloadId id,
    Workload workload,
    Ownership ownership,
    List<LiveContainer> running,
    List<StartedAs> startedAs,
    long revision) {

  /** Copies the lists, so that the record never changes. */
  public ListedWorkload {
    running = List.copyOf(running);
    startedAs = List.copyOf(startedAs);
  }

  /**
   * Whether one more of its pods is one more replica; of a controller that unroot does not know,
   * nobody can tell.
   */
  public boolean serves() {
    return id.knownKind().filter(WorkloadKind::serves).isPresent();
  }
}
