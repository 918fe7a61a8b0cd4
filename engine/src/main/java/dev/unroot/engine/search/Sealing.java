package dev.unroot.engine.search;

import dev.unroot.engine.evidence.Failure;
import dev.unroot.engine.evidence.Knowledge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the root file systems of containers read-only. A container that fails gets what it lacks
 * where there are repairs left, and otherwise stays as it was.
 *
 * @param containers whose root file system is to be read-only
 * @param learnt what earlier candidates of this step failed on
 * @param repairs how often a failure may still be repaired
 */
record Sealing(List<String> containers, List<Failure> learnt, int repairs) implements Step {
  /** So many directories, or groups of them, that a wanted read-only file system is worth. */
  static final int REPAIRS = 4;

  @Override
  public Optional<Knowledge> trying(Knowledge best) {
    return containers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            best.withHardened(best.hardened().withReadOnly(containers)).withFailures(learnt));
  }

  @Override
  public Step afterSuccess() {
    return new Done();
  }

  @Override
  public Step afterFailure(List<Failure> failures) {
    if (repairs == 0) {
      return afterRepetition(failures);
    }
    List<Failure> all = new ArrayList<>(learnt);
    all.addAll(failures);
    return new Sealing(containers, List.copyOf(all), repairs - 1);
  }

  /** Goes on without those that failed; where nothing tells which, without any. */
  @Override
  public Step afterRepetition(List<Failure> failures) {
    Set<String> failed = failures.stream().map(Failure::container).collect(Collectors.toSet());
    List<String> rest = containers.stream().filter(name -> !failed.contains(name)).toList();
    return rest.size() == containers.size() ? new Done() : new Sealing(rest, learnt, repairs);
  }
}
