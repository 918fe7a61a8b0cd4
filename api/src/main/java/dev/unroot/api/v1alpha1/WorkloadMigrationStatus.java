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
    @JsonPropertyDescription(
            "Who re-applies the workload: Flux, Argo CD, Helm or another operator. Left out where "
                + "nobody is known to.")
        @Nullable OwnerStatus owner,
    @JsonPropertyDescription(
            "How the proposal gets into the workload: Cluster (nobody is known to re-apply it), "
                + "Patch (into its owner's source) or Recreate (it cannot be changed: a person "
                + "creates it again).")
        @MayBeNewer
        @Nullable Delivery delivery,
    @JsonPropertyDescription("Who may undo a change by applying what they have again.")
        @Size(max = 8)
        List<RegressionRisk> regressionRisks,
    @JsonPropertyDescription("What the running pods tell of their containers.") @Size(max = 32)
        List<RunningContainer> running,
    @JsonPropertyDescription("What keeps the workload from its target as it is.") @Size(max = 32)
        List<Finding> findings,
    @JsonPropertyDescription("Why its containers are root.") @Size(max = 32) List<Reason> reasons,
    @JsonPropertyDescription("What is proposed.") @Nullable ProposalStatus proposal,
    @JsonPropertyDescription("The trial of the proposal.") @Nullable TrialStatus trial,
    @JsonPropertyDescription("The rollout of the proposal.") @Nullable RolloutStatus rollout,
    @JsonPropertyDescription("The plan's exceptions of this workload, and which of them hold.")
        @Size(max = 16)
        List<ExceptionStatus> exceptions,
    @JsonPropertyDescription(
            "Ready: the stage was carried as far as it can be. Reconciling: work is going on. "
                + "Stalled: a person has to do something.")
        @Size(max = 8)
        List<Condition> conditions) {

  /** Of a workload that was never rolled out, and of which nothing is excepted. */
  public WorkloadMigrationStatus(
      @Nullable Long observedGeneration,
      @Nullable MigrationPhase phase,
      @Nullable String level,
      @Nullable Boolean root,
      @Nullable Boolean privileged,
      @Nullable String message,
      @Nullable OwnerStatus owner,
      @Nullable Delivery delivery,
      List<RegressionRisk> regressionRisks,
      List<RunningContainer> running,
      List<Finding> findings,
      List<Reason> reasons,
      @Nullable ProposalStatus proposal,
      @Nullable TrialStatus trial,
      List<Condition> conditions) {
    this(
        observedGeneration,
        phase,
        level,
        root,
        privileged,
        message,
        owner,
        delivery,
        regressionRisks,
        running,
        findings,
        reasons,
        proposal,
        trial,
        null,
        List.of(),
        conditions);
  }

  /** The same status with {@code now} of its rollout. */
  public WorkloadMigrationStatus withRollout(@Nullable RolloutStatus now) {
    return new WorkloadMigrationStatus(
        observedGeneration,
        phase,
        level,
        root,
        privileged,
        message,
        owner,
        delivery,
        regressionRisks,
        running,
        findings,
        reasons,
        proposal,
        trial,
        now,
        exceptions,
        conditions);
  }

  /** The same status with {@code now} of its exceptions. */
  public WorkloadMigrationStatus withExceptions(List<ExceptionStatus> now) {
    return new WorkloadMigrationStatus(
        observedGeneration,
        phase,
        level,
        root,
        privileged,
        message,
        owner,
        delivery,
        regressionRisks,
        running,
        findings,
        reasons,
        proposal,
        trial,
        rollout,
        now,
        conditions);
  }

  /** Makes what is missing explicit. */
  public WorkloadMigrationStatus {
    regressionRisks = regressionRisks == null ? List.of() : List.copyOf(regressionRisks);
    running = running == null ? List.of() : List.copyOf(running);
    findings = findings == null ? List.of() : List.copyOf(findings);
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
