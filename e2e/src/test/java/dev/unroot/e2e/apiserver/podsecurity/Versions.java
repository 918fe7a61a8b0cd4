package dev.unroot.e2e.apiserver.podsecurity;

import dev.unroot.engine.podsecurity.Level;
import dev.unroot.engine.podsecurity.PolicyVersion;
import dev.unroot.engine.workload.PodTemplate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Chooses the versions that a pod is judged at: four that every pod is, and one or two of its own.
 * Those are the two between which the engine changes its mind about the pod, for then the API
 * server must do so between the same two; where it never does, the versions take turns.
 */
final class Versions {
  /** Before any rule changed, and at times between which most did. */
  private static final List<String> EACH_POD = List.of("v1.0", "v1.18", "v1.24", "latest");

  private static final int ENOUGH = 100; // pods for one change

  private final PolicyVersion newest;
  private final Map<Integer, Integer> changes = new TreeMap<>();
  private int turn;

  /** Versions up to {@code newest}. */
  Versions(PolicyVersion newest) {
    this.newest = newest;
  }

  /** The versions for {@code pod}, as labels say them. */
  Set<String> of(PodTemplate pod) {
    Set<String> versions = new LinkedHashSet<>(EACH_POD);
    Optional<Integer> change = rarest(pod);
    if (change.isPresent()) {
      changes.merge(change.get(), 1, Integer::sum);
      versions.add(new PolicyVersion(change.get() - 1).toString());
      versions.add(new PolicyVersion(change.get()).toString());
    } else {
      versions.add(new PolicyVersion(turn++ % (newest.minor() + 1)).toString());
    }
    return versions;
  }

  /** How many pods were chosen to be judged before and after a version that changes the verdict. */
  Map<Integer, Integer> changes() {
    return changes;
  }

  /** Of the versions that change the verdict on {@code pod}, the one that the fewest pods have. */
  private Optional<Integer> rarest(PodTemplate pod) {
    List<List<Set<Reason>>> verdicts =
        IntStream.rangeClosed(0, newest.minor())
            .mapToObj(minor -> verdicts(pod, new PolicyVersion(minor)))
            .toList();
    return IntStream.rangeClosed(1, newest.minor())
        .filter(minor -> !verdicts.get(minor).equals(verdicts.get(minor - 1)))
        .boxed()
        .filter(minor -> changes.getOrDefault(minor, 0) < ENOUGH)
        .min(Comparator.comparing(minor -> changes.getOrDefault(minor, 0)));
  }

  private static List<Set<Reason>> verdicts(PodTemplate pod, PolicyVersion version) {
    return Stream.of(Level.BASELINE, Level.RESTRICTED)
        .map(level -> EngineReasons.of(pod, new Policy(level, version, version.toString())))
        .toList();
  }
}
