package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trial of the proposal. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrialStatus(
    @JsonPropertyDescription(
            "What the trial speaks of: the template, the target and the version of the "
                + "engine's rules, as a hash. When one of them changes, the trial starts anew.")
        String key,
    @JsonPropertyDescription("What it came to; left out while it goes on.") @MayBeNewer
        @Nullable TrialVerdict verdict,
    @JsonPropertyDescription(
            "The number of the attempt that proves the proposal; left out where none does. Later "
                + "ones tried to take away more.")
        @Nullable Integer provedBy,
    @JsonPropertyDescription("Every trial pod in order, the control first.") @Size(max = 41)
        List<TrialAttempt> attempts,
    @JsonPropertyDescription(
            "The images that the trial pods ran. When every pod of the workload runs another one, "
                + "the trial starts anew.")
        @Size(max = 16)
        List<TrialImage> images,
    @JsonPropertyDescription(
            "Whom what trial pods have in the place of storage belonged to before an init container "
                + "of the proposal gave it away; of clones, that is whom the data belong to.")
        @Size(max = 16)
        List<EarlierOwner> earlierOwners,
    @JsonPropertyDescription("Counts how often the trial of the same key was started anew, from 0.")
        Integer round,
    @JsonPropertyDescription(
            "How many rounds in a row could not tell before this one. The next one starts after 5 "
                + "minutes, then 10, 20 and so on, up to 6 hours.")
        Integer retries,
    @JsonPropertyDescription("Why the trial was started anew; left out of a first one.")
        @Nullable String startedAnew,
    @JsonPropertyDescription(
            "What rollouts of this template that were taken back taught; left out where none was.")
        @Nullable TrialLessons lessons) {

  /** Makes what is missing explicit. */
  public TrialStatus {
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
    images = images == null ? List.of() : List.copyOf(images);
    earlierOwners = earlierOwners == null ? List.of() : List.copyOf(earlierOwners);
    round = round == null ? 0 : Math.max(0, round);
    retries = retries == null ? 0 : Math.max(0, retries);
  }

  /** Of which no earlier owners are known. */
  public TrialStatus(
      String key,
      @Nullable TrialVerdict verdict,
      @Nullable Integer provedBy,
      List<TrialAttempt> attempts,
      List<TrialImage> images,
      Integer round,
      Integer retries,
      @Nullable String startedAnew) {
    this(key, verdict, provedBy, attempts, images, List.of(), round, retries, startedAnew, null);
  }

  /** A first trial of which no image is known. */
  public TrialStatus(String key, @Nullable TrialVerdict verdict, List<TrialAttempt> attempts) {
    this(key, verdict, null, attempts, List.of(), List.of(), 0, 0, null, null);
  }

  /**
   * How many candidates were tried so far; one that is tried on empty volumes, too, counts once.
   */
  public long candidates() {
    return attempts.stream()
        .filter(attempt -> attempt.role() == AttemptRole.Candidate)
        .filter(attempt -> attempt.volumes() != TrialVolumes.Empty)
        .count();
  }

  /** The same trial with {@code changed} attempts; it goes on. */
  public TrialStatus withAttempts(List<TrialAttempt> changed) {
    return new TrialStatus(
        key, null, null, changed, images, earlierOwners, round, retries, startedAnew, lessons);
  }

  /**
   * The same trial at its end.
   *
   * @param by the number of the attempt that proves the proposal; null where none does
   */
  public TrialStatus withVerdict(@Nullable TrialVerdict reached, @Nullable Integer by) {
    return new TrialStatus(
        key, reached, by, attempts, images, earlierOwners, round, retries, startedAnew, lessons);
  }

  /** The same trial, of which {@code known} images are known. */
  public TrialStatus withImages(List<TrialImage> known) {
    return new TrialStatus(
        key,
        verdict,
        provedBy,
        attempts,
        known,
        earlierOwners,
        round,
        retries,
        startedAnew,
        lessons);
  }

  /** The same trial, of which {@code known} earlier owners are known. */
  public TrialStatus withEarlierOwners(List<EarlierOwner> known) {
    return new TrialStatus(
        key, verdict, provedBy, attempts, images, known, round, retries, startedAnew, lessons);
  }

  /** A trial of the same, from the start, because of {@code why}. */
  public TrialStatus anew(String why) {
    return new TrialStatus(
        key, null, null, List.of(), List.of(), List.of(), round + 1, 0, why, null);
  }

  /** A trial of the same, from the start, since this one could not tell because of {@code why}. */
  public TrialStatus again(String why) {
    return new TrialStatus(
        key, null, null, List.of(), List.of(), List.of(), round + 1, retries + 1, why, lessons);
  }

  /** A trial of the same, from the start, by what a rollout of its outcome taught. */
  public TrialStatus taught(TrialLessons learned, String why) {
    return new TrialStatus(
        key, null, null, List.of(), List.of(), List.of(), round + 1, 0, why, learned);
  }

  /** What rollouts that were taken back taught. */
  public TrialLessons learned() {
    return lessons == null ? TrialLessons.none() : lessons;
  }
}
