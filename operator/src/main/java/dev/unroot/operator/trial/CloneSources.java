package dev.unroot.operator.trial;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/**
 * Which claims can be cloned: only CSI drivers make a clone, of a bound claim, in its own storage
 * class. Whether a driver really does shows once it is asked.
 */
final class CloneSources {
  private final KubernetesClient client;

  CloneSources(KubernetesClient client) {
    this.client = client;
  }

  /** The claim of that name, where it can be cloned; nothing where that cannot be found out. */
  Optional<PersistentVolumeClaim> find(String namespace, String name) {
    try {
      PersistentVolumeClaim claim =
          client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
      if (claim == null || !isBound(claim)) {
        return Optional.empty();
      }
      PersistentVolume volume =
          client.persistentVolumes().withName(claim.getSpec().getVolumeName()).get();
      return volume != null && isCloneable(volume.getSpec())
          ? Optional.of(claim)
          : Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    String storageClass = claim.getSpec().getStorageClassName();
    return claim.getMetadata().getDeletionTimestamp() == null
        && claim.getStatus() != null
        && "Bound".equals(claim.getStatus().getPhase())
        && claim.getSpec().getVolumeName() != null
        && storageClass != null
        && !storageClass.isEmpty();
  }

  /**
   * A clone is for one pod, and so ReadWriteOnce. A driver may give such a volume to the pod's
   * group (fsGroup) and one for many nodes not: a clone of that would prove what does not hold.
   */
  private static boolean isCloneable(PersistentVolumeSpec volume) {
    return volume.getCsi() != null
        && volume.getAccessModes() != null
        && volume.getAccessModes().stream().anyMatch(mode -> mode.startsWith("ReadWriteOnce"));
  }
}
