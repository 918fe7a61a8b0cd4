package dev.unroot.operator.trial;

import dev.unroot.operator.trial.cluster.CloneSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Claims, a driver that clones them, and the collector that takes a clone with its pod. */
final class SimulatedClaims {
  private final Map<String, PersistentVolumeClaim> production = new LinkedHashMap<>();
  private final Map<String, PersistentVolumeClaim> clones = new LinkedHashMap<>();
  private final List<String> made = new ArrayList<>();
  private boolean binds = true;
  private Optional<KubernetesClientException> refusal = Optional.empty();

  /** The workload keeps its data on a claim of this name, which can be cloned. */
  void keep(String name) {
    production.put(
        name,
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("shop")
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce", "ReadOnlyMany")
            .withStorageClassName("fast")
            .withVolumeMode("Filesystem")
            .withVolumeName("pv-1")
            .withNewResources()
            .addToRequests("storage", new Quantity("20Gi"))
            .endResources()
            .endSpec()
            .build());
  }

  /** It keeps it no longer. */
  void drop(String name) {
    production.remove(name);
  }

  /** From now on no clone is ever bound. */
  void neverBind() {
    binds = false;
  }

  /** What every request for a claim is answered with from now on. */
  void refuse(KubernetesClientException answer) {
    refusal = Optional.of(answer);
  }

  /** A claim that somebody else made. */
  void put(PersistentVolumeClaim claim) {
    clones.put(claim.getMetadata().getName(), claim);
  }

  /** The clones that are there, by name. */
  Map<String, PersistentVolumeClaim> clones() {
    return clones;
  }

  /** Every clone that was ever made, in order. */
  List<String> made() {
    return made;
  }

  CloneSource cloneable(String name) {
    PersistentVolumeClaim claim = production.get(name);
    return claim == null
        ? new CloneSource.NotCloneable("is not there")
        : new CloneSource.Cloneable(claim);
  }

  Optional<PersistentVolumeClaim> find(String name) {
    return Optional.ofNullable(clones.get(name))
        .or(() -> Optional.ofNullable(production.get(name)));
  }

  /** Whether it was not there yet. */
  boolean add(PersistentVolumeClaim claim) {
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    String name = claim.getMetadata().getName();
    if (clones.containsKey(name)) {
      return false;
    }
    clones.put(
        name,
        new PersistentVolumeClaimBuilder(claim)
            .withStatus(
                new PersistentVolumeClaimStatusBuilder()
                    .withPhase(binds ? "Bound" : "Pending")
                    .build())
            .build());
    made.add(name);
    return true;
  }

  /** The clones of {@code pod} go with it. */
  void collect(Pod pod) {
    clones
        .values()
        .removeIf(
            claim ->
                claim.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getName().equals(pod.getMetadata().getName())));
  }

  /** Whether every claim that {@code pod} mounts is bound. */
  boolean mayBeScheduled(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .map(Volume::getPersistentVolumeClaim)
        .filter(Objects::nonNull)
        .map(source -> find(source.getClaimName()))
        .allMatch(
            claim ->
                claim.isPresent()
                    && (claim.get().getStatus() == null
                        || "Bound".equals(claim.get().getStatus().getPhase())));
  }

  /** Of a pod that waits for its claims. */
  static PodStatus unscheduled() {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage("pod has unbound immediate PersistentVolumeClaims")
        .endCondition()
        .build();
  }
}
