package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Who may undo a change of the workload by applying what they have again. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RegressionRisk(
    @JsonPropertyDescription("The field manager, such as kubectl-client-side-apply.")
        String manager,
    @JsonPropertyDescription("Why it is a risk.") String why) {}
