package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a plan has come. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MigrationPlanStatus(
    @JsonPropertyDescription("The generation of the spec that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("Where the plan stands, in one word.") @MayBeNewer
        @Nullable PlanPhase phase,
    @JsonPropertyDescription(
            "How many workloads meet the target, or have a proposal that does (mode Propose), or a "
                + "proved one (mode Trial), of how many, such as 37/42.")
        @Nullable String progress,
    @JsonPropertyDescription("How many workloads stand where.") @Nullable PlanCounts counts,
    @JsonPropertyDescription(
            "Which of spec.exceptions still hold; left out where the plan has none.")
        @Nullable PlanExceptions exceptions,
    @JsonPropertyDescription("The Pod Security labels of the namespace, by spec.guardrail.")
        @Nullable GuardrailStatus guardrail,
    @JsonPropertyDescription(
            "Ready: this generation was carried as far as it can be. Reconciling: work is "
                + "going on. Stalled: a person has to do something. Migrated: nothing is left to "
                + "migrate. ExceptionsExpired: some of spec.exceptions count for nothing any more.")
        @Size(max = 8)
        List<Condition> conditions) {

  /** Of a plan that excepts nothing. */
  public MigrationPlanStatus(
      @Nullable Long observedGeneration,
      @Nullable PlanPhase phase,
      @Nullable String progress,
      @Nullable PlanCounts counts,
      List<Condition> conditions) {
    this(observedGeneration, phase, progress, counts, null, null, conditions);
  }

  /** The same status with {@code now} of the namespace's labels. */
  public MigrationPlanStatus withGuardrail(@Nullable GuardrailStatus now) {
    return new MigrationPlanStatus(
        observedGeneration, phase, progress, counts, exceptions, now, conditions);
  }

  /** Makes what is missing explicit. */
  public MigrationPlanStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
