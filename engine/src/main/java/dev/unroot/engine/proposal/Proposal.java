package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.Violation;
import dev.unroot.engine.workload.PodTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is proposed for one pod template.
 *
 * @param before the template as it is
 * @param after the template with every change
 * @param changes what is set and removed, in the order in which it is applied. Where a person has
 *     to decide, these are the narrowest form of the exception, and nothing is applied before they
 *     did.
 * @param levelBefore the Pod Security level that the template meets now
 * @param reach how far it comes with the changes
 * @param remaining what keeps it from the target even then
 * @param exceptions the exceptions it needs, since it has a real reason for its privileges
 * @param suggestions what its owner may do besides, which no patch can
 * @param personDecides why a person has to decide; empty where nobody has to
 * @param stopsFirst whether pods of the template before have to end before any of the new one
 *     starts: what they write as root, after storage was given away, is root's again
 */
public record Proposal(
    PodTemplate before,
    PodTemplate after,
    List<Change> changes,
    Level levelBefore,
    Reach reach,
    List<Violation> remaining,
    List<RecommendedException> exceptions,
    List<Suggestion> suggestions,
    List<String> personDecides,
    boolean stopsFirst) {

  /** Copies the lists, so that a proposal never changes. */
  public Proposal {
    changes = List.copyOf(changes);
    remaining = List.copyOf(remaining);
    exceptions = List.copyOf(exceptions);
    suggestions = List.copyOf(suggestions);
    personDecides = List.copyOf(personDecides);
  }

  /** Whether the template meets the target as it is. */
  public boolean isCompliant() {
    return changes.isEmpty() && remaining.isEmpty();
  }

  /** Whether the changes are enough to meet the target, and nobody has to decide on them. */
  public boolean reachesTarget() {
    return remaining.isEmpty() && personDecides.isEmpty();
  }

  /** What keeps the template from its target though every exception be granted. */
  public List<Violation> notExcepted() {
    Set<FieldPath> excepted =
        exceptions.stream().flatMap(e -> e.fields().stream()).collect(Collectors.toSet());
    return remaining.stream().filter(v -> !excepted.contains(v.field())).toList();
  }

  /** The level that the template meets with the changes. */
  public Level levelAfter() {
    return reach.level();
  }
}
