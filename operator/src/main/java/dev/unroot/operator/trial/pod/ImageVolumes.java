package dev.unroot.operator.trial.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * The images of a pod's containers as volumes, so that an observer can read which users they have
 * without running them. Kubernetes has such volumes behind the feature gate ImageVolume, which is
 * off by default up to 1.34.
 */
public final class ImageVolumes {
  private ImageVolumes() {}

  /** One volume for each container of {@code spec}. */
  static List<Volume> of(PodSpec spec) {
    List<Volume> volumes = new ArrayList<>();
    for (int i = 0; i < spec.getContainers().size(); i++) {
      Container container = spec.getContainers().get(i);
      volumes.add(
          new VolumeBuilder()
              .withName(Observer.imageVolume(i))
              .withNewImage(container.getImagePullPolicy(), container.getImage())
              .build());
    }
    return volumes;
  }
}
