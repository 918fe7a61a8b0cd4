package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One field that the proposal sets or removes. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProposedChange(
    @JsonPropertyDescription("The field, counted from the pod template.") String field,
    @JsonPropertyDescription("What stands there now, as JSON; left out where nothing does.")
        @Nullable String before,
    @JsonPropertyDescription(
            "What is to stand there, as JSON; left out where the field is removed.")
        @Nullable String after,
    @JsonPropertyDescription("The reason.") String why,
    @JsonPropertyDescription("Where the value comes from.") String source,
    @JsonPropertyDescription("How sure the value is: high, medium or low. Only a trial proves it.")
        String confidence) {}
