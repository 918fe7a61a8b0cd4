package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A user and group that processes were seen to run as. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedUser(
    @JsonPropertyDescription("The effective user ID.") long uid,
    @JsonPropertyDescription("The effective group ID.") long gid,
    @JsonPropertyDescription("The name of one such process.") String command) {}
