package dev.unroot.operator.plan;

import dev.unroot.api.v1alpha1.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far the rollouts of a plan have come.
 *
 * @param done how many workloads meet the target, or were migrated as far as they come
 * @param running how many are being rolled out or taken back
 * @param ready how many are proved and wait for their turn
 * @param awaitingApproval how many are proved and wait for a person
 * @param stopped whether so many were taken back that no other is begun
 */
record RolloutsProgress(int done, int running, int ready, int awaitingApproval, boolean stopped) {

  /** Of a plan that rolls nothing out. */
  static RolloutsProgress none() {
    return new RolloutsProgress(0, 0, 0, 0, false);
  }

  /** Whether anything is left that goes on by itself. */
  boolean isOpen(Optional<Mode> mode) {
    return running > 0 || ready > 0 && !stopped && mode.filter(Mode::applies).isPresent();
  }

  /** The same for people; empty where there is nothing to tell. */
  String told() {
    List<String> parts = new ArrayList<>();
    if (running > 0) {
      parts.add(running + " being rolled out");
    }
    if (ready > 0) {
      parts.add(ready + " proved and next");
    }
    if (awaitingApproval > 0) {
      parts.add(awaitingApproval + " proved and waiting for approval");
    }
    return String.join(", ", parts);
  }
}
