package dev.unroot.operator.ceiling;

import dev.unroot.api.v1alpha1.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What administrators allow at most.
 *
 * @param stop whether trials are stopped in the whole cluster, and why
 * @param highestMode how far a plan goes at most, whatever it asks for
 * @param namespaces where plans act
 * @param trialImages which images the containers of a trial pod may have; empty for any
 * @param maximumTrials how many workloads are tried at once in the whole cluster, from 1 to {@link
 *     #MOST_TRIALS}
 */
public record Ceilings(
    Stop stop,
    Mode highestMode,
    NamespaceCeiling namespaces,
    Optional<List<ImagePattern>> trialImages,
    int maximumTrials) {

  /** How many workloads are tried at once where no ceiling says otherwise. */
  public static final int DEFAULT_TRIALS = 10;

  /** The largest number of trials that a ceiling may allow. */
  public static final int MOST_TRIALS = 1_000;

  private static final Ceilings NONE =
      new Ceilings(
          new Stop.No(),
          highest(),
          NamespaceCeiling.everywhere(),
          Optional.empty(),
          DEFAULT_TRIALS);

  /** Copies the list, so that ceilings never change. */
  public Ceilings {
    trialImages = trialImages.map(List::copyOf);
    if (maximumTrials < 1 || maximumTrials > MOST_TRIALS) {
      throw new IllegalArgumentException("maximumTrials must be from 1 to " + MOST_TRIALS);
    }
  }

  /** No ceilings but the default number of trials at once. */
  public static Ceilings none() {
    return NONE;
  }

  /** The furthest mode there is. */
  static Mode highest() {
    Mode[] modes = Mode.values();
    return modes[modes.length - 1];
  }

  /** These, but with trials stopped because of {@code problem}. */
  Ceilings stoppedBecause(String problem) {
    return new Ceilings(
        new Stop.Unreadable(problem), highestMode, namespaces, trialImages, maximumTrials);
  }

  /** What a plan in {@code namespace} that asks for {@code asked} may carry out. */
  public Allowance allowance(Mode asked, String namespace) {
    if (!namespaces.allows(namespace)) {
      return Allowance.nothing(LimitMessages.namespace(namespace, namespaces));
    }
    List<Limit> limits = new ArrayList<>();
    Mode allowed = lower(asked, highestMode);
    if (allowed != asked) {
      limits.add(LimitMessages.mode(asked, allowed));
    }
    boolean stopped = !(stop instanceof Stop.No);
    if (stopped && allowed.compareTo(Mode.Propose) > 0) {
      allowed = Mode.Propose;
      limits.add(LimitMessages.stop(asked, stop));
    }
    return new Allowance(Optional.of(allowed), stopped, limits);
  }

  private static Mode lower(Mode one, Mode other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** Those of {@code images} that no trial pod may run, each once; empty where all are allowed. */
  public List<String> refusedImages(List<String> images) {
    return trialImages
        .map(
            allowed ->
                images.stream()
                    .filter(image -> allowed.stream().noneMatch(pattern -> pattern.matches(image)))
                    .distinct()
                    .toList())
        .orElse(List.of());
  }

  /** Why a pod with {@code images} is not tried; nothing where all of them are allowed. */
  public Optional<Limit> imageLimit(List<String> images) {
    List<String> refused = refusedImages(images);
    return refused.isEmpty()
        ? Optional.empty()
        : Optional.of(LimitMessages.images(refused, trialImages.orElse(List.of())));
  }
}
