package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** One reason why a container is root. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Reason(
    @JsonPropertyDescription("The container; left out where it is the whole pod.")
        @Nullable String container,
    @JsonPropertyDescription(
            "The reason, such as: changes the kernel, reaches its node, acts as several users, "
                + "binds a port below 1024, starts as root and steps down, writes to root's "
                + "directories, nothing but packaging.")
        String reason,
    @JsonPropertyDescription("What it was concluded from.") String evidence,
    @JsonPropertyDescription(
            "Where the evidence comes from: the template, observed processes, a trial, or the "
                + "repository of a known image.")
        String source,
    @JsonPropertyDescription("The rule that concluded it, such as declared-low-port.")
        @Nullable String rule) {}
