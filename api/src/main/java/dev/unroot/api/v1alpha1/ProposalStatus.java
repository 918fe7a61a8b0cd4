package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is proposed for the workload. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProposalStatus(
    @JsonPropertyDescription("Names this proposal: the SHA-256 of its patch.") String hash,
    @JsonPropertyDescription("The Pod Security level that the workload meets now.")
        String levelBefore,
    @JsonPropertyDescription("The level that it meets with the proposal.") String levelAfter,
    @JsonPropertyDescription("Every field that the proposal sets.") @Size(max = 64)
        List<ProposedChange> changes,
    @JsonPropertyDescription(
            "The proposal as a strategic merge patch in YAML. Left out where it would be "
                + "larger than 16 KiB.")
        @Nullable String patch,
    @JsonPropertyDescription("What keeps the workload from its target even with the proposal.")
        @Size(max = 32)
        List<Finding> remaining) {

  /** Makes what is missing explicit. */
  public ProposalStatus {
    changes = changes == null ? List.of() : List.copyOf(changes);
    remaining = remaining == null ? List.of() : List.copyOf(remaining);
  }
}
