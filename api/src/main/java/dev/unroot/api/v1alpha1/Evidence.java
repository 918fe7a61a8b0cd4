package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Why a trial pod was not healthy, as far as its log and its state tell. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Evidence(
    @JsonPropertyDescription("The container; left out where it is the whole pod.")
        @Nullable String container,
    @JsonPropertyDescription(
            "The kind of failure: PathNotWritable, DirectoryNotMade, PortNotPermitted, ExecNotPermitted, "
                + "OperationNotPermitted, RequiresRoot, UnknownUser, HomeNotWritable, ImageUserRefused, "
                + "NotIsolated or Unexplained.")
        String kind,
    @JsonPropertyDescription("What the failure is about: a path, a port or an operation.")
        @Nullable String subject,
    @JsonPropertyDescription("The line that it was read from, shortened.") String line) {}
