package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Names the workload of a migration, in the same namespace. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkloadTarget(
    @JsonPropertyDescription("Its API version, such as apps/v1.") @Required String apiVersion,
    @JsonPropertyDescription("Its kind.") @Required @MayBeNewer WorkloadKindName kind,
    @JsonPropertyDescription("Its name.") @Required @Size(min = 1, max = 253) String name) {}
