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
 * @param failureTable what lines of logs mean
 * @param observations what was seen of the workload as it is
 * @param failures what earlier candidates failed on
 * @param started what the containers of the workload's running pods started as
 * @param concessions what trials showed that containers cannot do without, one a container
 * @param hardened what is to be taken away beyond what the target asks for
 * @param experimental whether a proposal is made to be tried: then it also takes away what nobody
 *     can tell is needed
 * @param configMaps the files of ConfigMaps that containers may run
 * @param overlapping whether pods of the old template may still run when new ones start
 */
public record Knowledge(
    ImageFacts images,
    FailureTable failureTable,
    List<Observation> observations,
    List<Failure> failures,
    List<StartedAs> started,
    List<Concession> concessions,
    Hardened hardened,
    boolean experimental,
    ConfigMapFiles configMaps,
    boolean overlapping) {

  /** Copies the lists, so that knowledge never changes. */
  public Knowledge {
    observations = List.copyOf(observations);
    failures = List.copyOf(failures);
    started = List.copyOf(started);
    concessions = List.copyOf(concessions);
  }

  /** Nothing but what is known of public images, and what lines of logs mean. */
  public static Knowledge of(ImageFacts images) {
    return new Knowledge(
        images,
        FailureTable.builtIn(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Hardened.NOTHING,
        false,
        ConfigMapFiles.NONE,
        false);
  }

  /** This knowledge, with {@code table} in the stead of the one that comes with the engine. */
  public Knowledge withFailureTable(FailureTable table) {
    return new Knowledge(
        images,
        table,
        observations,
        failures,
        started,
        concessions,
        hardened,
        experimental,
        configMaps,
        overlapping);
  }

  /** This knowledge and what was seen. */
  public Knowledge withObservations(List<Observation> more) {
    return new Knowledge(
        images,
        failureTable,
        concat(observations, more),
        failures,
        started,
        concessions,
        hardened,
        experimental,
        configMaps,
        overlapping);
  }

  /** This knowledge and what a candidate failed on. */
  public Knowledge withFailures(List<Failure> more) {
    return new Knowledge(
        images,
        failureTable,
        observations,
        concat(failures, more),
        started,
        concessions,
        hardened,
        experimental,
        configMaps,
        overlapping);
  }

  /** This knowledge and what the workload's running pods were seen to start as. */
  public Knowledge withStartedAs(List<StartedAs> more) {
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        concat(started, more),
        concessions,
        hardened,
        experimental,
        configMaps,
        overlapping);
  }

  /**
   * This knowledge and what one container cannot do without, in the stead of what it had so far.
   */
  public Knowledge withConcession(Concession more) {
    List<Concession> all = new ArrayList<>(concessions);
    all.removeIf(known -> known.container().equals(more.container()));
    all.add(more);
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        started,
        all,
        hardened,
        experimental,
        configMaps,
        overlapping);
  }

  /** This knowledge with another hardening. */
  public Knowledge withHardened(Hardened other) {
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        started,
        concessions,
        other,
        experimental,
        configMaps,
        overlapping);
  }

  /** The same, to make a proposal from that will be tried. */
  public Knowledge forTrial() {
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        started,
        concessions,
        hardened,
        true,
        configMaps,
        overlapping);
  }

  /** This knowledge and what the ConfigMaps of the workload's namespace hold. */
  public Knowledge withConfigMaps(ConfigMapFiles files) {
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        started,
        concessions,
        hardened,
        experimental,
        files,
        overlapping);
  }

  /** This knowledge, and whether pods of the old template may still run when new ones start. */
  public Knowledge withOverlapping(boolean overlap) {
    return new Knowledge(
        images,
        failureTable,
        observations,
        failures,
        started,
        concessions,
        hardened,
        experimental,
        configMaps,
        overlap);
  }

  /** What trials showed that {@code container} cannot do without. */
  public Optional<Concession> concession(String container) {
    return concessions.stream().filter(c -> c.container().equals(container)).findFirst();
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
