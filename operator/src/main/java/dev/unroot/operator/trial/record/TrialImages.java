package dev.unroot.operator.trial.record;

import dev.unroot.api.v1alpha1.TrialImage;
import dev.unroot.api.v1alpha1.TrialStatus;
import dev.unroot.engine.image.ImageDigest;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The images that a trial speaks of, by digest: a tag may be moved while the template stays the
 * same.
 *
 * <p>A record is outdated only where every pod of the workload runs an image that is neither the
 * trial's nor one that its pods ran already when it was tried. So a rollout that is under way
 * changes nothing, and neither do pods that were started before a tag was moved: a trial of these
 * would run the new image again, and would be outdated again, for ever.
 */
public final class TrialImages {
  /** As many as a status has room for. */
  private static final int MOST = 16;

  private static final int MOST_RUNNING = 2;

  private TrialImages() {}

  /** {@code trial} with the images of {@code pod} that it did not know yet. */
  public static TrialStatus noted(TrialStatus trial, Pod pod, OwnPods own) {
    List<TrialImage> known = new ArrayList<>(trial.images());
    digests(pod)
        .forEach(
            (container, digest) -> {
              boolean isNew = known.stream().noneMatch(i -> i.container().equals(container));
              if (isNew && known.size() < MOST) {
                known.add(new TrialImage(container, digest, others(own, container, digest)));
              }
            });
    return known.size() == trial.images().size() ? trial : trial.withImages(known);
  }

  private static List<String> others(OwnPods own, String container, String digest) {
    return own.digests(container).stream()
        .filter(other -> !other.equals(digest))
        .limit(MOST_RUNNING)
        .toList();
  }

  /** Why {@code pod} cannot be compared with those before it; nothing where it can. */
  public static Optional<String> difference(TrialStatus trial, Pod pod) {
    Map<String, String> digests = digests(pod);
    return trial.images().stream()
        .filter(image -> digests.containsKey(image.container()))
        .filter(image -> !image.digest().equals(digests.get(image.container())))
        .map(
            image ->
                image.container()
                    + " ran another image than the pods before it: "
                    + digests.get(image.container())
                    + " instead of "
                    + image.digest())
        .findFirst();
  }

  /** Why {@code trial} says nothing any more of what {@code own} run; nothing where it does. */
  public static Optional<String> outdated(TrialStatus trial, OwnPods own) {
    return trial.images().stream()
        .filter(image -> isOutdated(image, own.digests(image.container())))
        .map(
            image ->
                "the pods of the workload run another image of "
                    + image.container()
                    + " now: "
                    + String.join(
                        " and ", own.digests(image.container()).stream().limit(2).toList())
                    + ", tried was "
                    + image.digest())
        .findFirst();
  }

  private static boolean isOutdated(TrialImage image, List<String> running) {
    return !running.isEmpty()
        && !running.contains(image.digest())
        && running.stream().noneMatch(image.running()::contains);
  }

  /** What {@code pod} tells of its containers, by name. */
  private static Map<String, String> digests(Pod pod) {
    Map<String, String> digests = new TreeMap<>();
    if (pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null) {
      return digests;
    }
    for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
      String id = status.getImageID();
      String digest = id == null ? "" : ImageDigest.of(id);
      if (!digest.isEmpty()) {
        digests.put(status.getName(), digest);
      }
    }
    return digests;
  }
}
