package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far the migration of one workload has come. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record WorkloadMigrationStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where the migration stands, in one word.") @MayBeNewer
        @Nullable MigrationPhase phase,
    @JsonPropertyDescription("The Pod Security level that the workload meets now.")
        @Nullable String level,
    @JsonPropertyDescription(
            "Whether a container is known to run as root; left out where nothing tells.")
        @Nullable Boolean root,
    @JsonPropertyDescription("Whether a container is privileged.") @Nullable Boolean privileged,
    @JsonPropertyDescription("What is going on or what to do next, in one sentence.")
        @Nullable String message,
    @JsonPropertyDescription("What keeps the workload from its target as it is.") @Size(max = 32)
        List<Finding> findings,
    @JsonPropertyDescription("Why its containers are root.") @Size(max = 32) List<Reason> reasons,
    @JsonPropertyDescription("What is proposed.") @Nullable ProposalStatus proposal,
    @JsonPropertyDescription("The trial of the proposal.") @Nullable TrialStatus trial,
    @JsonPropertyDescription(
            "Ready: the stage was carried as far as it can be. Reconciling: work is going on. "
                + "Stalled: a person has to do something.")
        @Size(max = 8)
        List<Condition> conditions) {

  /** Makes what is missing explicit. */
  public WorkloadMigrationStatus {
    findings = findings == null ? List.of() : List.copyOf(findings);
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
