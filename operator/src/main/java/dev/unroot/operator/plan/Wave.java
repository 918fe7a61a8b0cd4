package dev.unroot.operator.plan;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.rollout.RolloutStage;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What is rolled out first: the less a mistake costs, the sooner. */
enum Wave {
  /** Several replicas and no storage: some serve while others are replaced. */
  REPLICAS,
  /** A single replica without storage. */
  SINGLE,
  /** With storage: what is written as another user stays. */
  STORAGE,
  /** StatefulSets and DaemonSets, whose pods are replaced one after the other. */
  ORDERED,
  /**
   * CronJobs, whose next run is awaited, and what nobody but a person replaces the pods of. Others
   * do not wait for them.
   */
  AWAITED,
  /** Never: unroot does not change it. */
  NONE;

  private static final Set<WorkloadKind> ORDERLY =
      EnumSet.of(WorkloadKind.STATEFUL_SET, WorkloadKind.DAEMON_SET);

  static Wave of(ListedWorkload listed) {
    Optional<WorkloadKind> kind = listed.id().knownKind().filter(RolloutStage::rollsOut);
    if (kind.isEmpty()) {
      return NONE;
    }
    if (ORDERLY.contains(kind.get())) {
      return ORDERED;
    }
    if (kind.get() != WorkloadKind.DEPLOYMENT) {
      return AWAITED;
    }
    boolean keeps =
        listed.workload().template().volumes().stream()
            .anyMatch(volume -> volume.has("persistentVolumeClaim") || volume.has("hostPath"));
    if (keeps) {
      return STORAGE;
    }
    return listed.workload().replicas() > 1 ? REPLICAS : SINGLE;
  }
}
