package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The Pod Security labels of the plan's namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record GuardrailStatus(
    @JsonPropertyDescription("How things stand and what to do next, in one sentence.")
        @Nullable String message,
    @JsonPropertyDescription(
            "The labels that keep the namespace as it is; none before all of its workloads meet the "
                + "target.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY) // an apply that empties a map makes it null
        @Size(max = 6)
        Map<String, String> labels,
    @JsonPropertyDescription("Which of them are there, or stricter ones, whoever set them.")
        @Size(max = 6)
        List<String> inPlace,
    @JsonPropertyDescription("Which labels of the namespace unroot set for this plan.")
        @Size(max = 6)
        List<String> setByPlan,
    @JsonPropertyDescription("What keeps labels from being set.") @Size(max = 8)
        List<String> blockedBy,
    @JsonPropertyDescription("How a person sets those that are missing.")
        @Nullable String command) {

  /** Makes what is missing explicit, and the order of the labels the same each time. */
  public GuardrailStatus {
    labels = labels == null ? Map.of() : new TreeMap<>(labels);
    inPlace = inPlace == null ? List.of() : List.copyOf(inPlace);
    setByPlan = setByPlan == null ? List.of() : List.copyOf(setByPlan);
    blockedBy = blockedBy == null ? List.of() : List.copyOf(blockedBy);
  }
}
