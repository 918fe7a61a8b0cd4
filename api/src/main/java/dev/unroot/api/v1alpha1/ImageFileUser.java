package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A user that an image has for a program of its own. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ImageFileUser(
    @JsonPropertyDescription("Its name in the image's /etc/passwd.") String name,
    @JsonPropertyDescription("Its ID.") long uid,
    @JsonPropertyDescription("The ID of its group.") long gid,
    @JsonPropertyDescription(
            "A directory in the image that belongs to it; left out where none was seen.")
        @Nullable String directory) {}
