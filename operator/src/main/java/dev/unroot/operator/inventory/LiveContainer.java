package dev.unroot.operator.inventory;

import java.util.List;

/**
 * What the running pods of a workload tell of one container.
 *
 * @param users such as {@code 0:0}, distinct and sorted
 * @param digests of its image on the nodes, distinct and sorted
 * @param injected whether it is in the pods and not in the template
 */
public record LiveContainer(
    String name, List<String> users, List<String> digests, boolean injected) {

  /** Copies the lists, so that the record never changes. */
  public LiveContainer {
    users = List.copyOf(users);
    digests = List.copyOf(digests);
  }
}
