package dev.unroot.engine.podsecurity;

import java.util.List;

/**
 * What people agreed to leave as it is in one workload, as of the day on which it is looked at: who
 * asks knows the day, the engine does not.
 */
public record Exemptions(List<Exemption> list) {
  private static final Exemptions NONE = new Exemptions(List.of());

  /** Copies the list, so that exemptions never change. */
  public Exemptions {
    list = List.copyOf(list);
  }

  /** Nothing was agreed on. */
  public static Exemptions none() {
    return NONE;
  }

  /** Whether {@code violation} is one of those that were agreed on. */
  public boolean cover(Violation violation) {
    return list.stream().anyMatch(exemption -> exemption.covers(violation));
  }

  /** Whether there are violations, and all of them were agreed on. */
  public boolean coverAll(List<Violation> violations) {
    return !violations.isEmpty() && violations.stream().allMatch(this::cover);
  }
}
