package dev.unroot.operator.ceiling;

import dev.unroot.api.v1alpha1.Mode;
import java.util.List;
import java.util.Optional;

/**
 * What one plan may carry out.
 *
 * @param mode the mode to carry out; empty where the plan may do nothing at all
 * @param stopped whether trials are stopped in the whole cluster: running ones are to be ended
 * @param limits what is less than the plan asks for, and why; empty where it gets what it asks for
 */
public record Allowance(Optional<Mode> mode, boolean stopped, List<Limit> limits) {
  /** Copies the list, so that it never changes. */
  public Allowance {
    limits = List.copyOf(limits);
  }

  /** Nothing at all, because of {@code limit}. */
  public static Allowance nothing(Limit limit) {
    return new Allowance(Optional.empty(), true, List.of(limit));
  }
}
