package dev.unroot.operator.inventory;

import dev.unroot.engine.ownership.Ownership;
import dev.unroot.engine.workload.WorkloadKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of one object. Two that are equal have nothing to tell from each other, whatever
 * else changed in the API server's object.
 *
 * @param content what it says; nothing where what controls it is listed in its stead
 * @param replicas that it asks for
 * @param created when, as the API server writes it
 * @param containers what it tells of its containers, where it is a pod
 */
record ObservedObject(
    ObjectId id,
    Controller controller,
    Optional<Content> content,
    Ownership ownership,
    long replicas,
    String created,
    List<PodContainer> containers) {
  /** The kinds of which a controller of an unknown kind may make as many as it likes. */
  static final Set<WorkloadKind> INSTANCES =
      EnumSet.of(WorkloadKind.REPLICA_SET, WorkloadKind.POD, WorkloadKind.JOB);

  ObservedObject {
    containers = List.copyOf(containers);
  }

  /**
   * What it is listed as: itself, or, where a controller of an unknown kind makes as many of it as
   * it likes, that controller.
   */
  WorkloadId listedAs(String namespace) {
    return controller instanceof Controller.Foreign foreign && INSTANCES.contains(id.kind())
        ? new WorkloadId(foreign.apiVersion(), foreign.kind(), namespace, foreign.name())
        : WorkloadId.of(id.kind(), namespace, id.name());
  }

  /** This object with the list of containers of another pod, which says the same. */
  ObservedObject sharing(List<PodContainer> same) {
    return new ObservedObject(id, controller, content, ownership, replicas, created, same);
  }
}
