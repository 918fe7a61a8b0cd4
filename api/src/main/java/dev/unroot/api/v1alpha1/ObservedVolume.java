package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Whom a directory in a volume belonged to. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedVolume(
    @JsonPropertyDescription("The volume.") String volume,
    @JsonPropertyDescription("The directory below its root; left out for the root itself.")
        @Nullable String subPath,
    @JsonPropertyDescription("The ID of the user whom it belonged to.") long uid,
    @JsonPropertyDescription("The ID of the group whom it belonged to.") long gid,
    @JsonPropertyDescription("Its mode in octal digits, such as 0700.") String mode) {}
