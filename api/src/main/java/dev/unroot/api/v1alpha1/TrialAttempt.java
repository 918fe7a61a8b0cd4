package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One trial pod and what became of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TrialAttempt(
    @JsonPropertyDescription("Counted from 0, which is the control.") int number,
    @JsonPropertyDescription("What the pod was made from.") @MayBeNewer AttemptRole role,
    @JsonPropertyDescription("The pod's name.") String pod,
    @JsonPropertyDescription("What became of it.") @MayBeNewer AttemptOutcome outcome,
    @JsonPropertyDescription("In one sentence, what happened.") @Nullable String message,
    @JsonPropertyDescription("What this candidate changes that the one before did not.")
        @Size(max = 32)
        List<String> remedies,
    @JsonPropertyDescription("Why it was not healthy.") @Size(max = 16) List<Evidence> evidence,
    @JsonPropertyDescription("What was seen of its processes.") @Size(max = 16)
        List<ObservedContainer> observed,
    @JsonPropertyDescription("When it was started.") String startedAt,
    @JsonPropertyDescription("When it was decided.") @Nullable String finishedAt) {

  /** Makes what is missing explicit. */
  public TrialAttempt {
    remedies = remedies == null ? List.of() : List.copyOf(remedies);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
    observed = observed == null ? List.of() : List.copyOf(observed);
  }
}
