package dev.unroot.operator.trial.record;

import java.util.List;
import java.util.Map;

/**
 * What a workload's own pods run.
 *
 * @param digests of the images, by container, each once; none where nothing runs or nothing is
 *     known
 */
public record OwnPods(Map<String, List<String>> digests) {
  /** Copies the map, so that the record never changes. */
  public OwnPods {
    digests = Map.copyOf(digests);
  }

  /** Nothing is known of them, or there are none. */
  public static OwnPods unknown() {
    return new OwnPods(Map.of());
  }

  List<String> digests(String container) {
    return digests.getOrDefault(container, List.of());
  }
}
