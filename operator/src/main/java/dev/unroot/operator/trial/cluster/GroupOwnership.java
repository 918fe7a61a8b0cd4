package dev.unroot.operator.trial.cluster;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.storage.CSIDriver;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/**
 * Whether storage is given to a pod's {@code fsGroup}: for CSI volumes their driver says it
 * (CSIDriver, {@code spec.fsGroupPolicy}); of those that the kubelet mounts by itself hostPath and
 * the shared file systems are not (Volume.GetAttributes().SupportsOwnershipManagement in the
 * kubelet).
 */
public final class GroupOwnership {
  private final KubernetesClient client;

  GroupOwnership(KubernetesClient client) {
    this.client = client;
  }

  /** No where it cannot be found out: a candidate must not be proved by what nobody knows. */
  boolean heedsGroup(String namespace, String claim) {
    try {
      PersistentVolumeClaim bound =
          client.persistentVolumeClaims().inNamespace(namespace).withName(claim).get();
      String name = bound == null ? null : bound.getSpec().getVolumeName();
      PersistentVolume volume =
          name == null ? null : client.persistentVolumes().withName(name).get();
      return volume != null && heedsGroup(volume.getSpec());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private boolean heedsGroup(PersistentVolumeSpec volume) {
    if (volume.getCsi() == null) {
      return volume.getLocal() != null;
    }
    CSIDriver driver =
        client.storage().v1().csiDrivers().withName(volume.getCsi().getDriver()).get();
    String policy = driver == null ? null : driver.getSpec().getFsGroupPolicy();
    if (policy == null) {
      policy = "ReadWriteOnceWithFSType"; // what the API server fills in
    }
    List<String> modes = volume.getAccessModes();
    return switch (policy) {
      case "File" -> true;
      case "ReadWriteOnceWithFSType" ->
          volume.getCsi().getFsType() != null && List.of("ReadWriteOnce").equals(modes);
      default -> false;
    };
  }
}
