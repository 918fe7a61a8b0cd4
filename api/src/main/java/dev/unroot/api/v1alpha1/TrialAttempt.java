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
    @JsonPropertyDescription(
            "What it found on the volumes that trial pods get in the place of storage, which they "
                + "never mount: AsLeft, directories that belong to whom the control left them to, "
                + "or a clone of the data where spec.trial.storage asks for it; or Empty. Left out "
                + "for workloads without storage.")
        @MayBeNewer
        @Nullable TrialVolumes volumes,
    @JsonPropertyDescription("When it was started.") String startedAt,
    @JsonPropertyDescription("When it was decided.") @Nullable String finishedAt) {

  /** Of a workload without storage. */
  public TrialAttempt(
      int number,
      AttemptRole role,
      String pod,
      AttemptOutcome outcome,
      @Nullable String message,
      List<String> remedies,
      List<Evidence> evidence,
      List<ObservedContainer> observed,
      String startedAt,
      @Nullable String finishedAt) {
    this(
        number,
        role,
        pod,
        outcome,
        message,
        remedies,
        evidence,
        observed,
        null,
        startedAt,
        finishedAt);
  }

  /** Makes what is missing explicit. */
  public TrialAttempt {
    remedies = remedies == null ? List.of() : List.copyOf(remedies);
    evidence = evidence == null ? List.of() : List.copyOf(evidence);
    observed = observed == null ? List.of() : List.copyOf(observed);
  }

  /** The same attempt with another message. */
  public TrialAttempt withMessage(String said) {
    return new TrialAttempt(
        number,
        role,
        pod,
        outcome,
        said,
        remedies,
        evidence,
        observed,
        volumes,
        startedAt,
        finishedAt);
  }
}
