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
    @JsonPropertyDescription("Every trial pod in order, the control first.") @Size(max = 21)
        List<TrialAttempt> attempts) {

  /** Of which nothing is proved. */
  public TrialStatus(String key, @Nullable TrialVerdict verdict, List<TrialAttempt> attempts) {
    this(key, verdict, null, attempts);
  }

  /** Makes what is missing explicit. */
  public TrialStatus {
    attempts = attempts == null ? List.of() : List.copyOf(attempts);
  }
}
