package dev.unroot.operator.guardrail;

import java.util.ArrayList;
import java.util.List;

/**
 * How far everything that is in a namespace is from what its labels would ask for, be it claimed by
 * the plan or not.
 *
 * @param isSeen whether the operator may see every kind of workload
 * @param workloads how many there are
 * @param notCovered how many of them the plan does not claim, or another one has
 * @param uncovered the first of these
 * @param below how many that it claims are below the target, and not excepted
 * @param rollingOut how many are being changed
 * @param excepted those that are below the target by agreement, the first of them, each with the
 *     last day of that
 */
public record Coverage(
    boolean isSeen,
    int workloads,
    int notCovered,
    List<String> uncovered,
    int below,
    int rollingOut,
    List<String> excepted) {

  /** Copies the lists, so that it never changes. */
  public Coverage {
    uncovered = List.copyOf(uncovered);
    excepted = List.copyOf(excepted);
  }

  /** What keeps every label from being set; empty where nothing does. */
  List<String> blockers() {
    List<String> blockers = new ArrayList<>();
    if (!isSeen) {
      blockers.add("the operator may not see every kind of workload");
    }
    if (workloads == 0) {
      blockers.add("the namespace has no workload that would show that nothing breaks");
    }
    if (notCovered > 0) {
      blockers.add(
          "the plan does not cover "
              + (notCovered == 1 ? "1 workload" : notCovered + " workloads")
              + " of the namespace: "
              + String.join(", ", uncovered)
              + (notCovered > uncovered.size() ? ", ..." : ""));
    }
    if (below > 0) {
      blockers.add(
          (below == 1 ? "1 workload does" : below + " workloads do") + " not meet the target");
    }
    if (rollingOut > 0) {
      blockers.add(
          (rollingOut == 1 ? "1 workload is" : rollingOut + " workloads are") + " being changed");
    }
    return blockers;
  }

  /** What keeps the namespace from refusing pods; empty where nothing does. */
  List<String> enforceBlockers() {
    return excepted.stream()
        .map(workload -> "an exception keeps enforce from being set: " + workload)
        .toList();
  }
}
