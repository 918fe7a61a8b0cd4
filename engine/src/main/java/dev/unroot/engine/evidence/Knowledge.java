package dev.unroot.engine.evidence;

import dev.unroot.engine.image.ImageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that is known of a workload beyond its template. It only grows: each trial adds what
 * it taught, running pods what they started as, and the next proposal is made from the whole.
 *
 * @param observations what was seen of the workload as it is
 * @param failures what earlier candidates failed on
 * @param started what the containers of the workload's running pods started as
 */
public record Knowledge(
    ImageFacts images,
    List<Observation> observations,
    List<Failure> failures,
    List<StartedAs> started) {

  /** Copies the lists, so that knowledge never changes. */
  public Knowledge {
    observations = List.copyOf(observations);
    failures = List.copyOf(failures);
    started = List.copyOf(started);
  }

  /** Nothing but what is known of public images. */
  public static Knowledge of(ImageFacts images) {
    return new Knowledge(images, List.of(), List.of(), List.of());
  }

  /** This knowledge and what was seen. */
  public Knowledge withObservations(List<Observation> more) {
    return new Knowledge(images, concat(observations, more), failures, started);
  }

  /** This knowledge and what a candidate failed on. */
  public Knowledge withFailures(List<Failure> more) {
    return new Knowledge(images, observations, concat(failures, more), started);
  }

  /** This knowledge and what the workload's running pods were seen to start as. */
  public Knowledge withStartedAs(List<StartedAs> more) {
    return new Knowledge(images, observations, failures, concat(started, more));
  }

  /** What was seen of {@code container}. */
  public Optional<Observation> observation(String container) {
    return observations.stream().filter(o -> o.container().equals(container)).findFirst();
  }

  /**
   * What {@code container} started as in the workload's running pods, each user and group once.
   * More than one where pods disagree, such as those of an older template and the newest.
   */
  public List<StartedAs> startedAs(String container) {
    return started.stream().filter(s -> s.container().equals(container)).distinct().toList();
  }

  /** What {@code container} failed on, of one kind of failure. */
  public <F extends Failure> Stream<F> failures(String container, Class<F> kind) {
    return failures.stream()
        .filter(failure -> failure.container().equals(container))
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
