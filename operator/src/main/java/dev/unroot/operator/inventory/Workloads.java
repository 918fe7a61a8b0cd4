package dev.unroot.operator.inventory;

import java.util.Optional;
import java.util.Set;

/** The workloads that are known. */
public interface Workloads {
  /** Everything that is listed in {@code namespace}. */
  Set<WorkloadId> ids(String namespace);

  /** Grows with each change of one workload; 0 where it is not listed. */
  long revision(WorkloadId id);

  /**
   * One workload, where it is listed.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it is so large that the
   *     API server had to be asked for it, and that failed
   */
  Optional<ListedWorkload> find(WorkloadId id);

  /**
   * Whether a workload that is not listed is really gone: everything that it could be made from is
   * known.
   */
  boolean wouldKnow(WorkloadId id);
}
