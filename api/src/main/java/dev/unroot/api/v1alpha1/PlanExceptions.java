package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many exceptions of a plan still hold. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PlanExceptions(
    @JsonPropertyDescription("How many hold.") int holding,
    @JsonPropertyDescription(
            "When the next one of them expires: the last day on which it holds, by UTC.")
        @Nullable String nextExpiry,
    @JsonPropertyDescription("How many have expired: they count for nothing.") int expired,
    @JsonPropertyDescription("Which ones have expired, the first of them.") @Size(max = 10)
        List<String> expiredOnes) {

  /** Makes what is missing explicit. */
  public PlanExceptions {
    expiredOnes = expiredOnes == null ? List.of() : List.copyOf(expiredOnes);
  }
}
