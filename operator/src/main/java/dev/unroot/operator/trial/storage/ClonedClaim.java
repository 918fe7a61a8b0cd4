package dev.unroot.operator.trial.storage;

import dev.unroot.engine.workload.Storage;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.TreeMap;

/**
 * A claim of a trial pod's own, with a copy of the data of the workload's claim, which its storage
 * makes. The pod waits for it, and it goes with the pod.
 *
 * @param name its own name
 * @param source the claim that it is a clone of
 */
public record ClonedClaim(Storage storage, String name, String source) implements Replacement {

  /**
   * The name of the clone for {@code volume} of {@code pod}, which tells whose it is. The name of a
   * trial pod is cut at some 60 characters, that of a volume has at most 63: never more than a name
   * may have.
   */
  public static String name(String pod, String volume) {
    return pod + "-" + volume;
  }

  /**
   * The claim as it is asked for: as large as {@code original}, in its storage class. Drivers clone
   * nothing into less or elsewhere.
   */
  public PersistentVolumeClaim claim(Pod pod, PersistentVolumeClaim original) {
    PersistentVolumeClaimSpec spec = original.getSpec();
    Map<String, String> labels = new TreeMap<>(pod.getMetadata().getLabels());
    labels.keySet().removeIf(label -> label.startsWith("sidecar.istio.io/"));
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(pod.getMetadata().getNamespace())
        .withLabels(labels)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .build())
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(spec.getStorageClassName())
        .withVolumeMode(spec.getVolumeMode())
        .withNewResources()
        .withRequests(spec.getResources().getRequests())
        .endResources()
        .withNewDataSource()
        .withKind("PersistentVolumeClaim")
        .withName(original.getMetadata().getName())
        .endDataSource()
        .endSpec()
        .build();
  }
}
