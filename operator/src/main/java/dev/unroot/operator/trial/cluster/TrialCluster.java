package dev.unroot.operator.trial.cluster;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a trial does in the cluster, and all that it does there. */
public interface TrialCluster {
  /** The trial pods of one migration, as they are now. */
  List<Pod> pods(String namespace, String migration);

  /** The pods with all of these labels, as they are now. */
  List<Pod> labelled(String namespace, Map<String, String> labels);

  /** Starts a pod; one of the same name that is there already is left as it is. */
  void create(Pod pod);

  /** Sets up a network policy; one of the same name that is there already is left as it is. */
  void isolate(NetworkPolicy policy);

  /** The network policies of a namespace, but for those of trial pods. */
  List<NetworkPolicy> policies(String namespace);

  /** Deletes a pod; one that is gone already is fine. */
  void delete(Pod pod);

  /** Adds observers to a running pod. */
  void observe(Pod pod, List<EphemeralContainer> observers);

  /** The end of what a container printed; nothing where there is no log to be had. */
  Optional<String> log(Pod pod, String container);

  /**
   * Whether the storage behind {@code claim} is given to the group that a pod names for its volumes
   * ({@code fsGroup}). No where that cannot be found out.
   */
  boolean heedsGroup(String namespace, String claim);

  /** Whether storage can make a clone of the claim of the name {@code claim}, and why not. */
  CloneSource cloneable(String namespace, String claim);

  /** The claim of the name {@code name}, as it is now. */
  Optional<PersistentVolumeClaim> claim(String namespace, String name);

  /** Asks for a claim; one of the same name that is there already is left as it is. */
  void make(PersistentVolumeClaim claim);
}
