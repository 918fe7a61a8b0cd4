package dev.unroot.engine.ownership;

import dev.unroot.engine.workload.WorkloadKind;
import java.util.Arrays;

/**
 * The owner reference with {@code controller: true}: the object whose controller made this one and
 * keeps it as it is. There is at most one.
 *
 * @param apiVersion such as {@code kafka.strimzi.io/v1beta2}
 * @param kind such as {@code StrimziPodSet}
 * @param name its name, in the namespace of what it owns or in none
 */
public record ControllerReference(String apiVersion, String kind, String name) {
  /** The API group; empty for the core group. */
  public String group() {
    return ApiGroup.of(apiVersion);
  }

  /** Whether it is a workload that is looked at by itself. */
  public boolean isWorkload() {
    return Arrays.stream(WorkloadKind.values())
        .anyMatch(k -> k.kind().equals(kind) && ApiGroup.of(k.apiVersion()).equals(group()));
  }

  /** Whether it is the node itself, whose kubelet mirrors a static pod. */
  public boolean isNode() {
    return kind.equals("Node") && group().isEmpty();
  }
}
