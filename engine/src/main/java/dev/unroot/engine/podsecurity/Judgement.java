package dev.unroot.engine.podsecurity;

import java.util.List;

/**
 * What the Pod Security Standards say of one pod, at every level.
 *
 * @param violations everything that the restricted level, which includes the baseline one, does not
 *     allow, in a fixed order
 */
public record Judgement(List<Violation> violations) {
  /** Copies the list, so that a judgement never changes. */
  public Judgement {
    violations = List.copyOf(violations);
  }

  /** The highest level whose controls all allow the pod. */
  public Level level() {
    if (violations.isEmpty()) {
      return Level.RESTRICTED;
    }
    return violations(Level.BASELINE).isEmpty() ? Level.BASELINE : Level.PRIVILEGED;
  }

  /** Everything that keeps the pod from {@code level}. */
  public List<Violation> violations(Level level) {
    return violations.stream().filter(v -> level.covers(v.control().level())).toList();
  }

  /** Everything that {@code control} does not allow. */
  public List<Violation> violations(ControlId control) {
    return violations.stream().filter(v -> v.control() == control).toList();
  }
}
