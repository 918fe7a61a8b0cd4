package dev.unroot.engine.proposal;

import dev.unroot.engine.podsecurity.Judgement;
import dev.unroot.engine.podsecurity.Level;
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

  /** How far {@code template} is, of which {@code judgement} speaks. */
  static Reach of(PodTemplate template, Judgement judgement) {
    Level level = judgement.level();
    Rung rung = Rung.of(template, judgement);
    List<String> kept =
        switch (level) {
          case PRIVILEGED -> texts(judgement.violations(Level.BASELINE));
          case BASELINE -> texts(judgement.violations(Level.RESTRICTED));
          case RESTRICTED -> rung.next().map(next -> next.missing(template)).orElse(List.of());
        };
    return new Reach(level, rung, kept);
  }

  private static List<String> texts(List<Violation> violations) {
    return violations.stream().map(Violation::toString).toList();
  }
}
