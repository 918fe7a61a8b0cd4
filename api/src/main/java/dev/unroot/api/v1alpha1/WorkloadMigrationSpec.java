package dev.unroot.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a plan asks for one workload. Written by unroot; edit the MigrationPlan instead. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.workload == oldSelf.workload",
    message =
        "spec.workload never changes: delete the WorkloadMigration and let its plan make another")
public record WorkloadMigrationSpec(
    @JsonPropertyDescription("The workload. Never changes.") @Required WorkloadTarget workload,
    @JsonPropertyDescription(
            "The stage that the workload's migration is to reach: the plan's mode, or less "
                + "while it waits for its turn.")
        @Default("Propose")
        @MayBeNewer
        Mode stage,
    @JsonPropertyDescription(
            "Whether the plan's mode is Trial or Apply and this workload waits for its trial.")
        @Default("false")
        Boolean waiting,
    @JsonPropertyDescription("The plan's target.") TargetSpec target,
    @JsonPropertyDescription("The plan's trial settings.") TrialSpec trial,
    @JsonPropertyDescription(
            "Whether the plan's mode is Apply and it is this workload's turn to be rolled out.")
        @Default("false")
        Boolean rollOut,
    @JsonPropertyDescription("The plan's rollout settings.") ApplySpec apply,
    @JsonPropertyDescription("The plan's exceptions of this workload, those that expired included.")
        @Size(max = 100)
        List<AgreedException> exceptions) {

  /** Makes what is left out explicit. */
  public WorkloadMigrationSpec {
    waiting = waiting != null && waiting;
    stage = stage == null ? Mode.Propose : stage;
    target = target == null ? TargetSpec.defaults() : target;
    trial = trial == null ? TrialSpec.defaults() : trial;
    rollOut = rollOut != null && rollOut;
    apply = apply == null ? ApplySpec.defaults() : apply;
    exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
  }

  /** Of a workload that is not rolled out. */
  public WorkloadMigrationSpec(
      WorkloadTarget workload, Mode stage, Boolean waiting, TargetSpec target, TrialSpec trial) {
    this(workload, stage, waiting, target, trial, false, ApplySpec.defaults(), List.of());
  }

  /** Whether a trial is asked for and has to wait for its turn. */
  public boolean isWaiting() {
    return waiting;
  }
}
