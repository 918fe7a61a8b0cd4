package dev.unroot.e2e.apiserver;

import static org.awaitility.Awaitility.await;

import dev.unroot.e2e.cluster.ControlPlane;
import dev.unroot.e2e.cluster.TestNamespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;

/** Workloads with claims that are bound, and what trials make of them. There is no driver. */
record KeptData(ControlPlane cluster, TestNamespace namespace) {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** A volume that is this claim's, of a driver that nothing in the cluster has. */
  static final String CSI = "csi: {driver: csi.example, volumeHandle: orders}";

  /** A volume of a node, which nothing can clone. */
  static final String LOCAL = "hostPath: {path: /srv/orders}";

  /** A claim of the name {@code claim} that is bound to a volume of its own with {@code source}. */
  void claim(String claim, String source) {
    cluster.apply(
        """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %1$s-%2$s}
        spec:
          accessModes: [ReadWriteOnce]
          capacity: {storage: 30Gi}
          storageClassName: fast
          persistentVolumeReclaimPolicy: Retain
          claimRef: {namespace: %1$s, name: %2$s}
          %3$s
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %2$s, namespace: %1$s, labels: {app: shop}}
        spec:
          accessModes: [ReadWriteOnce]
          storageClassName: fast
          volumeName: %1$s-%2$s
          resources: {requests: {storage: 20Gi}}
        """
            .formatted(namespace.name(), claim, source));
    await("the claim " + claim + " to be bound")
        .atMost(SOON)
        .until(() -> "Bound".equals(find(claim).getStatus().getPhase()));
  }

  /** A Deployment that keeps its data on {@code claim}. */
  void deployment(String name, String claim) {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              containers:
              - {name: %2$s, image: "nginx:1.29", volumeMounts: [{name: data, mountPath: /data}]}
              volumes:
              - {name: data, persistentVolumeClaim: {claimName: %3$s}}
        """
            .formatted(namespace.name(), name, claim));
  }

  /** A StatefulSet that keeps its data on claims of its own making. */
  void set(String name) {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: %2$s, namespace: %1$s}
        spec:
          serviceName: %2$s
          selector: {matchLabels: {app: %2$s}}
          template:
            metadata: {labels: {app: %2$s}}
            spec:
              containers:
              - {name: %2$s, image: "nginx:1.29", volumeMounts: [{name: data, mountPath: /data}]}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec:
              accessModes: [ReadWriteOnce]
              storageClassName: fast
              resources: {requests: {storage: 20Gi}}
        """
            .formatted(namespace.name(), name));
  }

  PersistentVolumeClaim find(String claim) {
    return cluster
        .admin()
        .persistentVolumeClaims()
        .inNamespace(namespace.name())
        .withName(claim)
        .require();
  }

  /** The claims of trial pods. */
  List<PersistentVolumeClaim> clones() {
    return cluster
        .admin()
        .persistentVolumeClaims()
        .inNamespace(namespace.name())
        .withLabel("unroot.dev/trial", "true")
        .list()
        .getItems();
  }

  /** The trial pod whose name begins so. */
  Pod trialPod(String prefix) {
    return await(prefix)
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .admin()
                    .pods()
                    .inNamespace(namespace.name())
                    .withLabel("unroot.dev/trial", "true")
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> pod.getMetadata().getName().startsWith(prefix))
                    .toList(),
            pods -> pods.size() == 1)
        .get(0);
  }

  /** The clone for the volume {@code data} of {@code pod}. */
  PersistentVolumeClaim clone(Pod pod) {
    String name = pod.getMetadata().getName() + "-data";
    return await(name).atMost(SOON).ignoreExceptions().until(() -> find(name), c -> true);
  }

  /** The volumes go with the namespace, so that none is left to whatever asks for one next. */
  void drop() {
    namespace.close();
    for (var volume : cluster.admin().persistentVolumes().list().getItems()) {
      if (volume.getMetadata().getName().startsWith(namespace.name() + "-")) {
        cluster.admin().resource(volume).delete();
      }
    }
  }
}
