package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Who re-applies a workload, so that a change behind its back would not last. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OwnerStatus(
    @JsonPropertyDescription("The owner in words, such as Argo CD application shop.")
        String summary,
    @JsonPropertyDescription("What it was concluded from: a label, annotation or reference.")
        String evidence) {}
