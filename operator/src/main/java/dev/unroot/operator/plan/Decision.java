package dev.unroot.operator.plan;

import dev.unroot.operator.inventory.WorkloadId;
import java.util.Optional;

/**
 * What was decided about one workload.
 *
 * @param standing where it stands; nothing where the plan does not claim it
 * @param claimedByAnother whether another plan has its migration
 */
record Decision(
    WorkloadId workload, Optional<Standing> standing, Intent intent, boolean claimedByAnother) {

  static Decision unclaimed(WorkloadId workload, Intent intent) {
    return new Decision(workload, Optional.empty(), intent, false);
  }

  static Decision claimed(WorkloadId workload, Standing standing, Intent intent) {
    return new Decision(workload, Optional.of(standing), intent, false);
  }

  static Decision ofAnother(WorkloadId workload, Standing standing) {
    return new Decision(workload, Optional.of(standing), new Intent.Nothing(), true);
  }
}
