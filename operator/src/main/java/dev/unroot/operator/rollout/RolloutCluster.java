package dev.unroot.operator.rollout;

import dev.unroot.operator.inventory.WorkloadId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rollout does in the cluster, and all that it does there. */
public interface RolloutCluster {
  /** A workload as it is now. */
  Optional<LiveWorkload> find(WorkloadId id);

  /**
   * What a workload would be with a JSON patch, by the API server's own judgement, admission
   * included; nothing is changed.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it is refused
   */
  LiveWorkload tried(LiveWorkload workload, List<Map<String, Object>> patch);

  /**
   * Changes a workload by a JSON patch.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it is refused, such as
   *     when a {@code test} of the patch fails because the workload is another one by now
   */
  LiveWorkload change(LiveWorkload workload, List<Map<String, Object>> patch);

  /** The pods that a workload controls, as they are now. */
  List<Pod> pods(LiveWorkload workload);

  /** The Jobs that a CronJob made, as they are now; none of another workload. */
  List<Job> runs(LiveWorkload workload);

  /**
   * Makes a Job.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it is refused, such as
   *     when there is one of its name
   */
  void run(GenericKubernetesResource job);

  /**
   * At how many addresses Services reach {@code pods} that are ready; nothing where we may not
   * look.
   */
  Optional<Integer> endpoints(List<Pod> pods);

  /** Deletes a pod, and none of the same name that came after it; one that is gone is fine. */
  void delete(Pod pod);

  /** The end of what a container printed; nothing where there is no log to be had. */
  Optional<String> log(Pod pod, String container);
}
