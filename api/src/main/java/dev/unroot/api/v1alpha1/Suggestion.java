package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Something that the workload's owner may do besides; unroot never does it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Suggestion(
    @JsonPropertyDescription("The container that it is about.") String container,
    @JsonPropertyDescription("What to do, such as to use another image.") String text,
    @JsonPropertyDescription("Where it was read.") String source) {}
