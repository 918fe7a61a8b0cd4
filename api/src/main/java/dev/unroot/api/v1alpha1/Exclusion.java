package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** Workloads that a plan leaves alone. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Exclusion(
    @JsonPropertyDescription(
            "The kind of workload. Left out: every kind, and controllers of kinds that unroot does "
                + "not know, such as a Rollout, which can be excluded only so.")
        @MayBeNewer
        @Nullable WorkloadKindName kind,
    @JsonPropertyDescription("The workload's name.") @Required @Size(min = 1, max = 253)
        String name) {

  /** Whether the workload of this kind and name is left alone. */
  public boolean covers(String workloadKind, String workloadName) {
    return name.equals(workloadName) && (kind == null || kind.name().equals(workloadKind));
  }
}
