package dev.unroot.engine.proposal;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;

/**
 * What is proposed for one pod template.
 *
 * @param before the template as it is
 * @param after the template with every change
 * @param changes what is set, in the order in which it is applied
 * @param levelBefore the Pod Security level that the template meets now
 * @param levelAfter the level it meets with the changes
 * @param remaining what keeps it from the target even then
 * @param personDecides why nothing is proposed and a person has to decide; empty where something
 *     is, or nothing needs to be
 */
public record Proposal(
    PodTemplate before,
    PodTemplate after,
    List<Change> changes,
    Level levelBefore,
    Level levelAfter,
    List<Violation> remaining,
    List<String> personDecides) {

  /** Copies the lists, so that a proposal never changes. */
  public Proposal {
    changes = List.copyOf(changes);
    remaining = List.copyOf(remaining);
    personDecides = List.copyOf(personDecides);
  }

  /** Whether the template meets the target as it is. */
  public boolean isCompliant() {
    return changes.isEmpty() && remaining.isEmpty();
  }

  /** Whether the changes are enough to meet the target. */
  public boolean reachesTarget() {
    return remaining.isEmpty();
  }
}
