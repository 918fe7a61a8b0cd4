package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How many files and directories belonged to one user and group. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OwnedFiles(
    @JsonPropertyDescription("The ID of the user.") long uid,
    @JsonPropertyDescription("The ID of the group.") long gid,
    @JsonPropertyDescription("How many they were.") long count) {}
