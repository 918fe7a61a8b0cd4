package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names the workload of a migration, in the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkloadTarget(
    @JsonPropertyDescription("Its API version, such as apps/v1.")
        @Required
        @Size(min = 1, max = 317)
        String apiVersion,
    @JsonPropertyDescription(
            "Its kind: one of those that a plan can name, or the kind of a controller that unroot "
                + "does not know and that makes pods, such as Rollout.")
        @Required
        @Pattern("^[A-Z][A-Za-z0-9]{0,62}$")
        String kind,
    @JsonPropertyDescription("Its name.") @Required @Size(min = 1, max = 253) String name) {}
