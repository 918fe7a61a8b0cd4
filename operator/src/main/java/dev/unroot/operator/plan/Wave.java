package dev.unroot.operator.plan;

import dev.unroot.engine.workload.WorkloadKind;
import dev.unroot.operator.inventory.ListedWorkload;
import dev.unroot.operator.rollout.RolloutStage;
import java.util.Optional;

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
  /** Never: unroot does not change it. */
  NONE;

  static Wave of(ListedWorkload listed) {
    Optional<WorkloadKind> kind = listed.id().knownKind().filter(RolloutStage::rollsOut);
    if (kind.isEmpty()) {
      return NONE;
    }
    if (kind.get() != WorkloadKind.DEPLOYMENT) {
      return ORDERED;
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
