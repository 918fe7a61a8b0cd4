package dev.unroot.operator.plan;

import java.util.List;

/**
 * What a plan claims and another plan claimed first.
 *
 * @param count how many workloads that are
 * @param shown the first few, each with the plan that has it
 */
record OtherClaims(int count, List<String> shown) {
  /** How many are shown at most. */
  static final int MOST_SHOWN = 5;

  OtherClaims {
    shown = List.copyOf(shown);
  }

  /** No other plan claims anything of it. */
  static OtherClaims none() {
    return new OtherClaims(0, List.of());
  }

  boolean isEmpty() {
    return count == 0;
  }
}
