package dev.unroot.operator.trial.cluster;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * Which claims can be cloned: only CSI drivers make a clone, of a bound claim, in its own storage
 * class. Whether a driver really does shows once it is asked.
 */
public final class CloneSources {
  private final KubernetesClient client;

  CloneSources(KubernetesClient client) {
    this.client = client;
  }

  /** Whether the claim of that name can be cloned. */
  CloneSource find(String namespace, String name) {
    try {
      PersistentVolumeClaim claim =
          client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
      if (claim == null || claim.getMetadata().getDeletionTimestamp() != null) {
        return new CloneSource.NotCloneable("is not there");
      }
      if (!isBound(claim)) {
        return new CloneSource.NotCloneable("is not bound to a volume");
      }
      String storageClass = claim.getSpec().getStorageClassName();
      if (storageClass == null || storageClass.isEmpty()) {
        return new CloneSource.NotCloneable("has no storage class, which would make the clone");
      }
      PersistentVolume volume =
          client.persistentVolumes().withName(claim.getSpec().getVolumeName()).get();
      return volume == null
          ? new CloneSource.NotCloneable("is bound to a volume that is not there")
          : ofVolume(claim, volume.getSpec());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return new CloneSource.NotCloneable(
            "is not for the operator to read, or its volume is not");
      }
      throw e;
    }
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return claim.getStatus() != null
        && "Bound".equals(claim.getStatus().getPhase())
        && claim.getSpec().getVolumeName() != null;
  }

  /**
   * A clone is for one pod, and so ReadWriteOnce. A driver may give such a volume to the pod's
   * group (fsGroup) and one for many nodes not: a clone of that would prove what does not hold.
   */
  private static CloneSource ofVolume(PersistentVolumeClaim claim, PersistentVolumeSpec volume) {
    if (volume.getCsi() == null) {
      return new CloneSource.NotCloneable("is on a volume of no CSI driver");
    }
    boolean forOne =
        volume.getAccessModes() != null
            && volume.getAccessModes().stream().anyMatch(mode -> mode.startsWith("ReadWriteOnce"));
    return forOne
        ? new CloneSource.Cloneable(claim)
        : new CloneSource.NotCloneable("is on a volume for many nodes alone");
  }
}
