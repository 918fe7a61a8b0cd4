package dev.unroot.engine.proposal;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PodSecurity;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * How far a template is from root.
 *
 * @param level the highest Pod Security level that it meets
 * @param rung where it stands. Not proved: only a trial does that.
 * @param keptFromNext what keeps it from the next level, or on the highest level from the next
 *     rung: each the field and what it must be
 */
public record Reach(Level level, Rung rung, List<String> keptFromNext) {
  /** Copies the list, so that a reach never changes. */
  public Reach {
    keptFromNext = List.copyOf(keptFromNext);
  }

  /** How far {@code template} is, by the rules of {@code version}. */
  static Reach of(PodTemplate template, PolicyVersion version) {
    Level level = PodSecurity.level(template, version);
    Rung rung = Rung.of(template, level);
    return new Reach(level, rung, keptFromNext(template, version, level, rung));
  }

  private static List<String> keptFromNext(
      PodTemplate template, PolicyVersion version, Level level, Rung rung) {
    return switch (level) {
      case PRIVILEGED -> violations(template, Level.BASELINE, version);
      case BASELINE -> violations(template, Level.RESTRICTED, version);
      case RESTRICTED -> rung.next().map(next -> next.missing(template)).orElse(List.of());
    };
  }

  private static List<String> violations(PodTemplate template, Level level, PolicyVersion version) {
    return PodSecurity.violations(template, level, version).stream()
        .map(Violation::toString)
        .toList();
  }
}
