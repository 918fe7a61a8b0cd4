package dev.unroot.engine.proposal;

import dev.unroot.engine.document.FieldPath;
import dev.unroot.engine.podsecurity.ControlId;
import dev.unroot.engine.podsecurity.Violation;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * An exception that a workload with a real reason for its privileges should be given, in its
 * narrowest form: the controls that the proposal still breaks, and no others.
 *
 * @param container the container; empty where it is the whole pod
 * @param controls the controls to except
 * @param fields the fields that break them
 * @param why the reason
 */
public record RecommendedException(
    String container, SortedSet<ControlId> controls, List<FieldPath> fields, String why) {
  /** Copies the lists, so that an exception never changes. */
  public RecommendedException {
    controls = Collections.unmodifiableSortedSet(new TreeSet<>(controls));
    fields = List.copyOf(fields);
  }

  /** The exception for those of {@code violations} that concern {@code container}. */
  static RecommendedException of(String container, List<Violation> violations, String why) {
    SortedSet<ControlId> controls = new TreeSet<>();
    violations.forEach(violation -> controls.add(violation.control()));
    return new RecommendedException(
        container, controls, violations.stream().map(Violation::field).toList(), why);
  }
}
