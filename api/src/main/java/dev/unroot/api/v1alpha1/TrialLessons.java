package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What rollouts that were taken back teach a trial. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrialLessons(
    @JsonPropertyDescription(
            "The proposals that were rolled out and taken back, by their hashes. None of them is "
                + "rolled out again.")
        @Size(max = 2)
        List<String> takenBack,
    @JsonPropertyDescription(
            "What their pods printed, which every candidate of this trial heeds from the start.")
        @Size(max = 16)
        List<Evidence> evidence) {
  /** The one after that teaches nothing any more: three rollouts are enough to ask a person. */
  public static final int MOST_TAKEN_BACK = 2;

  private static final int MOST_EVIDENCE = 16;

  /** Makes what is missing explicit. */
  public TrialLessons {
    takenBack = takenBack == null ? List.of() : List.copyOf(takenBack);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
  }

  /** Before any rollout was taken back. */
  public static TrialLessons none() {
    return new TrialLessons(List.of(), List.of());
  }

  /** These, and what {@code proposal} taught: the newest first, should there be too much. */
  public TrialLessons with(String proposal, List<Evidence> taught) {
    Set<Evidence> all = new LinkedHashSet<>(taught);
    all.addAll(evidence);
    List<String> proposals = new ArrayList<>(takenBack);
    proposals.add(proposal);
    return new TrialLessons(proposals, all.stream().limit(MOST_EVIDENCE).toList());
  }
}
