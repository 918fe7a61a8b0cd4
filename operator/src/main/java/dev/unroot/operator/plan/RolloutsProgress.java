package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the rollouts of a plan have come.
 *
 * @param done how many workloads meet the target, or were migrated as far as they come
 * @param running how many are being rolled out or taken back
 * @param awaited how many are changed and wait for their next run, or for a person
 * @param ready how many are proved and wait for their turn
 * @param awaitingApproval how many are proved and wait for a person
 * @param takenBack how many were taken back and are not as they are to be since
 * @param stopped whether so many were taken back that no other is begun
 * @param opens when the next one may begin, by the plan's windows; nothing where they are open
 */
record RolloutsProgress(
    int done,
    int running,
    int awaited,
    int ready,
    int awaitingApproval,
    int takenBack,
    boolean stopped,
    Optional<Instant> opens) {

  /** Of a plan that rolls nothing out. */
  static RolloutsProgress none() {
    return new RolloutsProgress(0, 0, 0, 0, 0, 0, false, Optional.empty());
  }

  /** Whether anything is left that goes on by itself. */
  boolean isOpen(Optional<Mode> mode) {
    return running > 0
        || ready > 0 && !stopped && opens.isEmpty() && mode.filter(Mode::applies).isPresent();
  }

  private static String when(Instant opens) {
    return opens.equals(Instant.MAX)
        ? ", but no window of spec.apply.windows ever opens"
        : ", from " + opens + " on";
  }

  /** The same for people; empty where there is nothing to tell. */
  String told() {
    List<String> parts = new ArrayList<>();
    if (running > 0) {
      parts.add(running + " being rolled out");
    }
    if (ready > 0) {
      parts.add(ready + " proved and next" + opens.map(RolloutsProgress::when).orElse(""));
    }
    if (awaited > 0) {
      parts.add(awaited + " changed and waiting for their next run or a person");
    }
    if (awaitingApproval > 0) {
      parts.add(awaitingApproval + " proved and waiting for approval");
    }
    return String.join(", ", parts);
  }
}
