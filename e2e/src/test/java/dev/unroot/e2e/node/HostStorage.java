package dev.unroot.e2e.node;

import java.nio.file.Path;

/** Claims on directories of the node, which heed no group of a pod. */
final class HostStorage {
  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: %2$s-%1$s}
      spec:
        accessModes: [ReadWriteOnce]
        capacity: {storage: 100Mi}
        storageClassName: %2$s
        persistentVolumeReclaimPolicy: Retain
        claimRef: {namespace: %2$s, name: %1$s}
        hostPath: {path: "%3$s", type: Directory}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: %1$s, namespace: %2$s}
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: %2$s
        volumeName: %2$s-%1$s
        resources: {requests: {storage: 100Mi}}
      ---
      """;

  private HostStorage() {}

  /** A claim and its volume, as YAML that more may follow. */
  static String claim(String name, String namespace, Path directory) {
    return CLAIM.formatted(name, namespace, directory);
  }
}
